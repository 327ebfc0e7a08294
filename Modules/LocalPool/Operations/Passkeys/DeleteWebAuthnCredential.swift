internal import CognitoWire
internal import GRDB

extension DeleteWebAuthnCredential: LocalOperation {
    static func perform(
        _ request: DeleteWebAuthnCredentialRequest,
        in call: Call
    ) throws -> DeleteWebAuthnCredentialResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let key = ["sub": bearer.user.sub, "credentialID": request.credentialID]
        guard try PasskeyRecord.deleteOne(call.db, key: key) else {
            throw Refusal(.resourceNotFound, "The passkey does not exist.")
        }
        return DeleteWebAuthnCredentialResponse()
    }
}
