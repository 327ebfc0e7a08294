internal import CognitoWire
internal import GRDB

extension ListResourceServers: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListResourceServersRequest, in call: Call) throws -> ListResourceServersResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.nextToken, limit: request.maxResults)
        let servers =
            try ResourceServerRecord
            .filter(Column("poolID") == pool.id && Column("identifier") > page.after)
            .order(Column("identifier"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: servers, key: \.identifier)
        return ListResourceServersResponse(resourceServers: shown.entries.map(\.details), nextToken: shown.token)
    }
}
