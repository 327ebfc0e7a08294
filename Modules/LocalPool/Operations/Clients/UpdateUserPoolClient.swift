internal import CognitoWire
internal import GRDB

extension UpdateUserPoolClient: LocalOperation {
    /// The model's constraints, but for the colon in a name that asked for an id.
    static func violations(of request: UpdateUserPoolClientRequest) -> [WireConstraintViolation] {
        var request = request
        request.clientName = request.clientName.map { ClientNaming.wantedID(in: $0) ?? $0 }
        return request.constraintViolations()
    }

    /// Sets everything that the request leaves out to its default, as the service does; name and secrets stay.
    static func perform(
        _ request: UpdateUserPoolClientRequest,
        in call: Call
    ) throws -> UpdateUserPoolClientResponse {
        try RequestCheck.refuseUnknownValues(in: request)
        let pool = try call.pool(request.userPoolID)
        var client = try call.client(request.clientID, in: pool)
        let coder = WireCoder()
        var details = try coder.decode(UserPoolClientType.self, from: coder.encode(request))
        details.clientName = request.clientName ?? client.details.clientName
        details.preventUserExistenceErrors = details.preventUserExistenceErrors ?? .legacy
        client.details = details
        client.modifiedAt = call.now
        try call.check(client, in: pool)
        try client.update(call.db)
        return UpdateUserPoolClientResponse(userPoolClient: client.described)
    }
}
