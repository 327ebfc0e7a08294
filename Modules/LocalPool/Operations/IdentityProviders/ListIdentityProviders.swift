internal import CognitoWire
internal import GRDB

extension ListIdentityProviders: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: ListIdentityProvidersRequest,
        in call: Call
    ) throws -> ListIdentityProvidersResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.nextToken, limit: request.maxResults)
        let providers =
            try IdentityProviderRecord
            .filter(Column("poolID") == pool.id && Column("name") > page.after)
            .order(Column("name"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: providers, key: \.name)
        return ListIdentityProvidersResponse(providers: shown.entries.map(\.summary), nextToken: shown.token)
    }
}
