internal import CognitoWire

extension ForgotPassword: LocalOperation {
    static func perform(_ request: ForgotPasswordRequest, in call: Call) throws -> ForgotPasswordResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        guard let user = try call.user(named: username, in: pool) else {
            guard client.hidesUsers else { throw Refusal.userNotFound }
            return ForgotPasswordResponse(codeDeliveryDetails: try call.decoyDelivery(username: username, in: pool))
        }
        guard user.isEnabled else { throw Refusal.notAuthorized("User is disabled.") }
        guard user.status != .forceChangePassword else {
            throw Refusal.notAuthorized("User password cannot be reset in the current state.")
        }
        guard let destination = try call.recoveryDestination(of: user, in: pool) else {
            throw Refusal.invalidParameter(
                "Cannot reset password for the user as there is no registered/verified email or phone_number"
            )
        }
        return ForgotPasswordResponse(
            codeDeliveryDetails: try call.sendCode(
                for: .recovery,
                to: user,
                at: destination,
                client: client,
                metadata: request.clientMetadata
            )
        )
    }
}
