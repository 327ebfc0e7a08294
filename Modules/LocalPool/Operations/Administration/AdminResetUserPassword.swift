internal import CognitoWire
internal import GRDB

extension AdminResetUserPassword: LocalOperation {
    /// Closes sign-in to a user until the code that is sent sets another password.
    static func perform(
        _ request: AdminResetUserPasswordRequest,
        in call: Call
    ) throws -> AdminResetUserPasswordResponse {
        let pool = try call.pool(request.userPoolID)
        var user = try call.user(request.username, in: pool)
        guard user.isEnabled else { throw Refusal.userDisabled }
        guard user.status == .confirmed || user.status == .resetRequired else {
            throw Refusal.notAuthorized("User password cannot be reset in the current state.")
        }
        guard let destination = try call.recoveryDestination(of: user, in: pool) else {
            throw Refusal.noRecovery
        }
        user.status = .resetRequired
        user.modifiedAt = call.now
        try user.update(call.db)
        _ = try call.sendCode(
            for: .recovery,
            to: user,
            at: destination,
            client: nil,
            metadata: request.clientMetadata
        )
        return AdminResetUserPasswordResponse()
    }
}
