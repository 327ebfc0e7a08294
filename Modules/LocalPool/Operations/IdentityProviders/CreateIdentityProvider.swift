internal import CognitoWire
internal import GRDB

extension CreateIdentityProvider: LocalOperation {
    /// Stores a provider; nobody is asked whether it is there, and nobody signs in through it.
    static func perform(
        _ request: CreateIdentityProviderRequest,
        in call: Call
    ) throws -> CreateIdentityProviderResponse {
        let pool = try call.pool(request.userPoolID)
        try RequestCheck.refuseUnknownValues(in: request)
        let details = IdentityProviderType(
            acrMapping: request.acrMapping,
            attributeMapping: request.attributeMapping ?? [:],
            creationDate: call.now,
            idpIdentifiers: request.idpIdentifiers ?? [],
            lastModifiedDate: call.now,
            providerDetails: request.providerDetails,
            providerName: request.providerName,
            providerType: request.providerType,
            userPoolID: pool.id
        )
        try ProviderRules.check(details, named: request.providerName, type: request.providerType, in: pool)
        guard try call.knownIdentityProvider(request.providerName, in: pool) == nil else {
            throw Refusal(.duplicateProvider, "\(request.providerName) already exists in user pool \(pool.id).")
        }
        let provider = IdentityProviderRecord(poolID: pool.id, name: request.providerName, details: details)
        try provider.insert(call.db)
        try call.setIdentifiers(request.idpIdentifiers ?? [], of: provider)
        return CreateIdentityProviderResponse(identityProvider: details)
    }
}
