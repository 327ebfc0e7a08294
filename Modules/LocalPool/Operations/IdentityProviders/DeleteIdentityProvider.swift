internal import CognitoWire
internal import GRDB

extension DeleteIdentityProvider: LocalOperation {
    static func perform(_ request: DeleteIdentityProviderRequest, in call: Call) throws -> WireEmpty {
        let provider = try call.identityProvider(request.providerName, in: call.pool(request.userPoolID))
        try provider.delete(call.db)
        return WireEmpty()
    }
}
