internal import CognitoWire
internal import GRDB

extension AdminDeleteSoftwareToken: LocalOperation {
    /// Forgets a user's authenticator app, as when the telephone is lost.
    static func perform(
        _ request: AdminDeleteSoftwareTokenRequest,
        in call: Call
    ) throws -> AdminDeleteSoftwareTokenResponse {
        var user = try call.user(request.username, in: call.pool(request.userPoolID))
        guard var factors = user.factors, factors.totp != nil || factors.pendingSecret != nil else {
            throw Refusal.invalidParameter("User has not set up software token mfa")
        }
        factors.set(.softwareTokenMFA, isOn: false)
        factors.totp = nil
        factors.pendingSecret = nil
        user.factors = factors
        user.modifiedAt = call.now
        try user.update(call.db)
        return AdminDeleteSoftwareTokenResponse()
    }
}
