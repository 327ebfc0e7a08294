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
        let providers = IdentityProviderRecord.filter(Column("poolID") == pool.id)
        let shown = try page.fetch(providers, by: "name", \.name, in: call.db)
        return ListIdentityProvidersResponse(providers: shown.entries.map(\.summary), nextToken: shown.token)
    }
}
