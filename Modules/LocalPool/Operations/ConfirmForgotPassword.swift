internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension ConfirmForgotPassword: LocalOperation {
    static func perform(
        _ request: ConfirmForgotPasswordRequest,
        in call: Call
    ) throws -> ConfirmForgotPasswordResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        // A password that does not do must not cost the code.
        try call.checkPolicy(request.password.value, in: pool)
        guard var user = try call.user(named: username, in: pool) else {
            throw client.hidesUsers ? Refusal.codeMismatch : Refusal.userNotFound
        }
        guard user.isEnabled else { throw client.hidesUsers ? Refusal.codeMismatch : Refusal.userDisabled }
        do {
            _ = try call.spendCode(request.confirmationCode, for: .recovery, of: user)
        } catch let refusal as Refusal {
            if refusal.keepsChanges { try call.record(.forgotPassword, .fail, of: user.sub, in: pool) }
            throw refusal
        }
        try call.recordSuccess(.password, username: user.username, poolID: pool.id)
        try call.changePassword(of: &user, to: request.password.value, in: pool)
        user.status = .confirmed
        try user.update(call.db)
        try call.record(.forgotPassword, .pass, of: user.sub, in: pool)
        try call.postConfirmation(
            .confirmForgotPassword,
            of: user,
            in: pool,
            client: client,
            metadata: request.clientMetadata
        )
        return ConfirmForgotPasswordResponse()
    }
}
