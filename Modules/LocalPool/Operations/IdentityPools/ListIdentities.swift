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
        let inPool = Column("poolID") == pool.id && Column("id") > page.after
        let identities =
            try IdentityRecord
            .filter(request.hideDisabled == true ? inPool && Column("mergedInto") == nil : inPool)
            .order(Column("id"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: identities, key: \.id)
        return IdentityPools.ListIdentitiesResponse(
            identities: try shown.entries.map { try call.described($0) },
            identityPoolID: pool.id,
            nextToken: shown.token
        )
    }
}
