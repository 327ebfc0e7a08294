internal import CognitoWire

extension IdentityPools.DescribeIdentity: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: IdentityPools.DescribeIdentityInput,
        in call: Call
    ) throws -> IdentityPools.IdentityDescription {
        try call.described(call.identity(request.identityID))
    }
}

extension Call {
    /// An identity as the service describes it.
    func described(_ identity: IdentityRecord) throws -> IdentityPools.IdentityDescription {
        IdentityPools.IdentityDescription(
            creationDate: identity.createdAt,
            identityID: identity.id,
            lastModifiedDate: identity.modifiedAt,
            logins: try logins(of: identity).map(\.provider)
        )
    }
}
