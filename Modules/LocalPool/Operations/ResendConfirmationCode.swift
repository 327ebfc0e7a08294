internal import CognitoWire

extension ResendConfirmationCode: LocalOperation {
    static func perform(
        _ request: ResendConfirmationCodeRequest,
        in call: Call
    ) throws -> ResendConfirmationCodeResponse {
        let client = try call.client(request.clientID)
        let pool = try call.pool(client.poolID)
        let username = request.username.value
        try call.checkSecretHash(request.secretHash?.value, of: client, over: [username])
        guard let user = try call.user(named: username, in: pool) else {
            guard client.hidesUsers else { throw Refusal.userNotFound }
            return ResendConfirmationCodeResponse(
                codeDeliveryDetails: try call.decoyDelivery(username: username, in: pool)
            )
        }
        guard user.status == .unconfirmed else { throw Refusal.invalidParameter("User is already confirmed.") }
        guard let destination = try call.confirmationDestination(of: user, in: pool) else {
            throw Refusal.invalidParameter("Cannot resend codes. Auto verification not turned on.")
        }
        try call.record(.resendCode, .pass, of: user.sub, in: pool)
        return ResendConfirmationCodeResponse(
            codeDeliveryDetails: try call.sendCode(
                for: .signUp,
                occasion: .resendCode,
                to: user,
                at: destination,
                client: client,
                metadata: request.clientMetadata
            )
        )
    }
}
