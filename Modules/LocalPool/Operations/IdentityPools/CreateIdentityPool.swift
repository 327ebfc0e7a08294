internal import CognitoWire
internal import GRDB

extension IdentityPools.CreateIdentityPool: LocalOperation {
    /// Makes an identity pool; providers other than user pools are stored and shown only.
    static func perform(
        _ request: IdentityPools.CreateIdentityPoolInput,
        in call: Call
    ) throws -> IdentityPools.IdentityPool {
        let settings = IdentityPools.IdentityPool(
            allowUnauthenticatedIdentities: request.allowUnauthenticatedIdentities,
            identityPoolID: "\(call.region):\(try call.random.makeUUID())",
            identityPoolName: request.identityPoolName,
            allowClassicFlow: request.allowClassicFlow,
            cognitoIdentityProviders: request.cognitoIdentityProviders,
            developerProviderName: request.developerProviderName,
            identityPoolTags: request.identityPoolTags,
            openIDConnectProviderARNs: request.openIDConnectProviderARNs,
            samlProviderARNs: request.samlProviderARNs,
            supportedLoginProviders: request.supportedLoginProviders
        )
        try settings.checkProviders()
        try IdentityPoolRecord(settings: settings).insert(call.db)
        return settings
    }
}

extension IdentityPools.IdentityPool {
    /// Refuses user pools that are named in part only.
    func checkProviders() throws {
        for provider in cognitoIdentityProviders ?? [] {
            guard let name = provider.providerName, name.contains("/"), provider.clientID != nil else {
                throw Refusal.invalidParameter("Invalid Cognito Identity Provider")
            }
        }
    }
}
