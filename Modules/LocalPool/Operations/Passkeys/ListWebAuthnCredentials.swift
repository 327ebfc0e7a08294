internal import CognitoWire
internal import GRDB

extension ListWebAuthnCredentials: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: ListWebAuthnCredentialsRequest,
        in call: Call
    ) throws -> ListWebAuthnCredentialsResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let page = try Page(request.nextToken, limit: request.maxResults ?? PasskeyRules.limit)
        let fetched =
            try PasskeyRecord
            .filter(Column("sub") == bearer.user.sub && Column("credentialID") > page.after)
            .order(Column("credentialID"))
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: fetched, key: \.credentialID)
        return ListWebAuthnCredentialsResponse(credentials: shown.entries.map(\.described), nextToken: shown.token)
    }
}
