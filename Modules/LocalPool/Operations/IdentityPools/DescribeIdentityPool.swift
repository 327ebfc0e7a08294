internal import CognitoWire

extension IdentityPools.DescribeIdentityPool: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: IdentityPools.DescribeIdentityPoolInput,
        in call: Call
    ) throws -> IdentityPools.IdentityPool {
        try call.identityPool(request.identityPoolID).settings
    }
}
