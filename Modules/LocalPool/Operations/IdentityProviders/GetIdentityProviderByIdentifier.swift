internal import CognitoWire
internal import GRDB

extension GetIdentityProviderByIdentifier: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: GetIdentityProviderByIdentifierRequest,
        in call: Call
    ) throws -> GetIdentityProviderByIdentifierResponse {
        let pool = try call.pool(request.userPoolID)
        let key = ["poolID": pool.id, "identifier": request.idpIdentifier]
        guard let identifier = try ProviderIdentifierRecord.fetchOne(call.db, key: key) else {
            throw Refusal.unknownProvider(request.idpIdentifier)
        }
        let provider = try call.identityProvider(identifier.name, in: pool)
        return GetIdentityProviderByIdentifierResponse(identityProvider: provider.details)
    }
}
