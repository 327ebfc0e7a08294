internal import CognitoWire

extension ConfirmSignUp: LocalOperation {
    static func perform(_ request: ConfirmSignUpRequest, in call: Call) throws -> ConfirmSignUpResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        guard let user = try call.user(named: username, in: pool) else {
            throw client.hidesUsers ? Refusal.expiredCode : Refusal.userNotFound
        }
        try call.confirm(
            user,
            code: request.confirmationCode,
            takingAliases: request.forceAliasCreation == true,
            in: pool,
            client: client,
            metadata: request.clientMetadata
        )
        return ConfirmSignUpResponse(
            session: try request.session.map { try call.confirmedSession($0, of: user, client: client) }
        )
    }
}
