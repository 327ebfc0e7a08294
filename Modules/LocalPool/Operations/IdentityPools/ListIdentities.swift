internal import CognitoWire
internal import GRDB

extension IdentityPools.ListIdentities: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Lists identities; guests that turned out to be somebody are hidden on request.
    static func perform(
        _ request: IdentityPools.ListIdentitiesInput,
        in call: Call
    ) throws -> IdentityPools.ListIdentitiesResponse {
        let pool = try call.identityPool(request.identityPoolID)
        let page = try Page(request.nextToken, limit: request.maxResults)
        var identities = IdentityRecord.filter(Column("poolID") == pool.id)
        if request.hideDisabled == true { identities = identities.filter(Column("mergedInto") == nil) }
        let shown = try page.fetch(identities, by: "id", \.id, in: call.db)
        return IdentityPools.ListIdentitiesResponse(
            identities: try shown.entries.map { try call.described($0) },
            identityPoolID: pool.id,
            nextToken: shown.token
        )
    }
}
