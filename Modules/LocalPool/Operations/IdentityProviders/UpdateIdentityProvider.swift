internal import CognitoWire
internal import GRDB

extension UpdateIdentityProvider: LocalOperation {
    /// Replaces what the request names; what it leaves out stays.
    static func perform(
        _ request: UpdateIdentityProviderRequest,
        in call: Call
    ) throws -> UpdateIdentityProviderResponse {
        let pool = try call.pool(request.userPoolID)
        var provider = try call.identityProvider(request.providerName, in: pool)
        var details = provider.details
        details.acrMapping = request.acrMapping ?? details.acrMapping
        details.attributeMapping = request.attributeMapping ?? details.attributeMapping
        details.idpIdentifiers = request.idpIdentifiers ?? details.idpIdentifiers
        details.providerDetails = request.providerDetails ?? details.providerDetails
        details.lastModifiedDate = call.now
        try ProviderRules.check(details, named: provider.name, type: details.providerType ?? .oidc, in: pool)
        provider.details = details
        try provider.update(call.db)
        try call.setIdentifiers(details.idpIdentifiers ?? [], of: provider)
        return UpdateIdentityProviderResponse(identityProvider: details)
    }
}
