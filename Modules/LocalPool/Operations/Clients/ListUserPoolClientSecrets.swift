internal import CognitoWire

extension ListUserPoolClientSecrets: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(
        _ request: ListUserPoolClientSecretsRequest,
        in call: Call
    ) throws -> ListUserPoolClientSecretsResponse {
        let client = try call.client(request.clientID, in: call.pool(request.userPoolID))
        return ListUserPoolClientSecretsResponse(clientSecrets: client.secrets.map(\.described))
    }
}
