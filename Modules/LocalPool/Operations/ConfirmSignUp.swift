internal import CognitoWire
internal import GRDB

extension ConfirmSignUp: LocalOperation {
    static func perform(_ request: ConfirmSignUpRequest, in call: Call) throws -> ConfirmSignUpResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        guard var user = try call.user(named: username, poolID: pool.id) else {
            throw client.hidesUsers ? Refusal.expiredCode : Refusal.userNotFound
        }
        guard user.status == .unconfirmed else {
            throw Refusal.notAuthorized("User cannot be confirmed. Current status is \(user.status)")
        }
        let attribute = try call.spendCode(request.confirmationCode, for: .signUp, of: user)
        try call.setAttributes(["\(attribute)_verified": "true"], of: user)
        user.status = .confirmed
        user.modifiedAt = call.now
        try user.update(call.db)
        try call.postConfirmation(
            .confirmSignUp,
            of: user,
            in: pool,
            client: client,
            metadata: request.clientMetadata
        )
        return ConfirmSignUpResponse()
    }
}
