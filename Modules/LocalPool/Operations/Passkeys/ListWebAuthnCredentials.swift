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
        let passkeys = PasskeyRecord.filter(Column("sub") == bearer.user.sub)
        let shown = try page.fetch(passkeys, by: "credentialID", \.credentialID, in: call.db)
        return ListWebAuthnCredentialsResponse(credentials: shown.entries.map(\.described), nextToken: shown.token)
    }
}
