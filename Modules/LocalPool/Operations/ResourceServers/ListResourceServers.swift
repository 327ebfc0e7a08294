internal import CognitoWire
internal import GRDB

extension ListResourceServers: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListResourceServersRequest, in call: Call) throws -> ListResourceServersResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.nextToken, limit: request.maxResults)
        let servers = ResourceServerRecord.filter(Column("poolID") == pool.id)
        let shown = try page.fetch(servers, by: "identifier", \.identifier, in: call.db)
        return ListResourceServersResponse(resourceServers: shown.entries.map(\.details), nextToken: shown.token)
    }
}
