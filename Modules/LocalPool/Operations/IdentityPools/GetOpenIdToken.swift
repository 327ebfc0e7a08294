internal import CognitoWire

extension IdentityPools.GetOpenIdToken: LocalOperation {
    static func perform(
        _ request: IdentityPools.GetOpenIdTokenInput,
        in call: Call
    ) throws -> IdentityPools.GetOpenIdTokenResponse {
        let asked = try call.identity(request.identityID)
        let pool = try call.identityPool(asked.poolID)
        guard pool.settings.allowClassicFlow == true else {
            throw Refusal.invalidParameter("Basic (classic) flow is not enabled, please use enhanced flow.")
        }
        let logins = try call.verified(request.logins, for: pool)
        let identity = try call.identity(asked, with: logins)
        return IdentityPools.GetOpenIdTokenResponse(
            identityID: identity.id,
            token: Sensitive(try call.identityToken(for: identity, with: logins, in: pool))
        )
    }
}
