internal import CognitoWire
internal import GRDB

extension CreateUserPoolClient: LocalOperation {
    /// The model's constraints, but for the colon in a name that asks for an id.
    static func violations(of request: CreateUserPoolClientRequest) -> [WireConstraintViolation] {
        var request = request
        if let id = ClientNaming.wantedID(in: request.clientName) { request.clientName = id }
        return request.constraintViolations()
    }

    static func perform(
        _ request: CreateUserPoolClientRequest,
        in call: Call
    ) throws -> CreateUserPoolClientResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        if !call.takesCustomIDs, let refusal = RequestCheck.refusal(for: request.constraintViolations()) {
            throw refusal
        }
        let pool = try call.pool(request.userPoolID)
        // Request and description have the same members under the same names.
        let coder = WireCoder()
        var details = try coder.decode(UserPoolClientType.self, from: coder.encode(request))
        if request.generateSecret == true {
            guard request.clientSecret == nil else {
                throw Refusal.invalidParameter("GenerateSecret and ClientSecret exclude each other")
            }
            details.clientSecret = Sensitive(try call.random.makeClientSecret())
        }
        details.preventUserExistenceErrors = details.preventUserExistenceErrors ?? .legacy
        let client = AppClientRecord(
            id: try call.newClientID(name: request.clientName),
            poolID: pool.id,
            details: details,
            at: call.now
        )
        try call.check(client, in: pool)
        try call.requireRoomForClient(in: pool)
        try client.insert(call.db)
        return CreateUserPoolClientResponse(userPoolClient: client.described)
    }
}
