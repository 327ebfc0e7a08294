internal import CognitoWire

extension DescribeIdentityProvider: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: DescribeIdentityProviderRequest,
        in call: Call
    ) throws -> DescribeIdentityProviderResponse {
        let provider = try call.identityProvider(request.providerName, in: call.pool(request.userPoolID))
        return DescribeIdentityProviderResponse(identityProvider: provider.details)
    }
}
