internal import CognitoWire

extension StartWebAuthnRegistration: LocalOperation {
    static func perform(
        _ request: StartWebAuthnRegistrationRequest,
        in call: Call
    ) throws -> StartWebAuthnRegistrationResponse {
        let options = try call.startPasskeyRegistration(by: call.bearer(of: request.accessToken).passkeyOwner)
        return StartWebAuthnRegistrationResponse(
            credentialCreationOptions: try WireCoder().decode(WireDocument.self, from: Array(options.utf8))
        )
    }
}
