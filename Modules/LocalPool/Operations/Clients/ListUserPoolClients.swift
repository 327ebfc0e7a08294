internal import CognitoWire
internal import GRDB

extension ListUserPoolClients: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: ListUserPoolClientsRequest, in call: Call) throws -> ListUserPoolClientsResponse {
        let pool = try call.pool(request.userPoolID)
        let page = try Page(request.nextToken, limit: request.maxResults)
        let shown = try page.fetch(AppClientRecord.filter(Column("poolID") == pool.id), by: "id", \.id, in: call.db)
        return ListUserPoolClientsResponse(
            nextToken: shown.token,
            userPoolClients: shown.entries.map { client in
                UserPoolClientDescription(
                    clientID: Sensitive(client.id),
                    clientName: client.details.clientName,
                    userPoolID: pool.id
                )
            }
        )
    }
}
