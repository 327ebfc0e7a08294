internal import CognitoWire
internal import GRDB

extension AdminDisableProviderForUser: LocalOperation {
    /// Takes away one way to sign in: the link to a provider, or from a user of the pool's own the password.
    static func perform(
        _ request: AdminDisableProviderForUserRequest,
        in call: Call
    ) throws -> AdminDisableProviderForUserResponse {
        let pool = try call.pool(request.userPoolID)
        let named = try ProviderUser(request.user, as: "User")
        guard named.isOwn else {
            try call.unlink(named, in: pool)
            return AdminDisableProviderForUserResponse()
        }
        guard named.attribute == ProviderRules.subject else {
            throw Refusal.invalidParameter("ProviderAttributeName must be \(ProviderRules.subject).")
        }
        var user = try call.user(Sensitive(named.value), in: pool)
        user.salt = nil
        user.verifier = nil
        user.modifiedAt = call.now
        try user.update(call.db)
        return AdminDisableProviderForUserResponse()
    }
}
