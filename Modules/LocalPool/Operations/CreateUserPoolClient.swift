internal import CognitoWire
internal import GRDB

extension CreateUserPoolClient: LocalOperation {
    static func perform(
        _ request: CreateUserPoolClientRequest,
        in call: Call
    ) throws -> CreateUserPoolClientResponse {
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
            id: try call.random.makeClientID(),
            poolID: pool.id,
            details: details,
            at: call.now
        )
        try refuseContradictions(in: client)
        try client.insert(call.db)
        return CreateUserPoolClientResponse(userPoolClient: client.described)
    }

    private static func refuseContradictions(in client: AppClientRecord) throws {
        let day = Duration.seconds(86_400)
        let lifetimes = [client.accessTokenLifetime, client.idTokenLifetime]
        guard lifetimes.allSatisfy({ (.seconds(300)...day).contains($0) }) else {
            throw Refusal.invalidParameter("Invalid range for token validity: 5 minutes to 1 day")
        }
        guard (.seconds(3600)...day * 3650).contains(client.refreshTokenLifetime),
            lifetimes.allSatisfy({ $0 <= client.refreshTokenLifetime })
        else {
            throw Refusal.invalidParameter("Invalid range for refresh token validity: 60 minutes to 10 years")
        }
        guard !client.rotatesRefreshTokens || !client.allows(.allowRefreshTokenAuth) else {
            throw Refusal.invalidParameter("ALLOW_REFRESH_TOKEN_AUTH cannot be enabled with refresh token rotation")
        }
    }
}
