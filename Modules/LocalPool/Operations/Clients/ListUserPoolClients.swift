internal import CognitoWire
internal import GRDB

extension ListUserPoolClients: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUserPoolClientsRequest, in call: Call) throws -> ListUserPoolClientsResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.nextToken, limit: request.maxResults)
        let clients =
            try AppClientRecord
            .filter(Column("poolID") == pool.id && Column("id") > page.after)
            .order(Column("id"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = clients.prefix(page.limit)
        return ListUserPoolClientsResponse(
            nextToken: page.token(after: shown.last?.id, hasMore: clients.count > page.limit),
            userPoolClients: shown.map { client in
                UserPoolClientDescription(
                    clientID: Sensitive(client.id),
                    clientName: client.details.clientName,
                    userPoolID: pool.id
                )
            }
        )
    }
}
