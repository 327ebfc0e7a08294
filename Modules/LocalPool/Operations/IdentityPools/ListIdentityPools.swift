internal import CognitoWire
internal import GRDB

extension IdentityPools.ListIdentityPools: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: IdentityPools.ListIdentityPoolsInput,
        in call: Call
    ) throws -> IdentityPools.ListIdentityPoolsResponse {
        let page = try Page(request.nextToken, limit: request.maxResults)
        let pools =
            try IdentityPoolRecord
            .filter(Column("id") > page.after)
            .order(Column("id"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: pools, key: \.id)
        return IdentityPools.ListIdentityPoolsResponse(
            identityPools: shown.entries.map { pool in
                IdentityPools.IdentityPoolShortDescription(
                    identityPoolID: pool.id,
                    identityPoolName: pool.settings.identityPoolName
                )
            },
            nextToken: shown.token
        )
    }
}
