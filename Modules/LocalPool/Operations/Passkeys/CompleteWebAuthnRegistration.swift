internal import CognitoWire
internal import WebAuthn

extension CompleteWebAuthnRegistration: LocalOperation {
    static func perform(
        _ request: CompleteWebAuthnRegistrationRequest,
        in call: Call
    ) throws -> CompleteWebAuthnRegistrationResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let json = try WireCoder.text(request.credential)
        let answer = try Refusal.translating { () throws(WebAuthnError) in try RegistrationResponse(json: json) }
        try call.completePasskeyRegistration(answer, by: bearer.passkeyOwner)
        return CompleteWebAuthnRegistrationResponse()
    }
}
