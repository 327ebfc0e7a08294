internal import CognitoWire
internal import GRDB

extension DeleteUserPoolClientSecret: LocalOperation {
    static func perform(
        _ request: DeleteUserPoolClientSecretRequest,
        in call: Call
    ) throws -> DeleteUserPoolClientSecretResponse {
        var client = try call.client(request.clientID, in: call.pool(request.userPoolID))
        guard let index = client.secrets.firstIndex(where: { $0.id == request.clientSecretID }) else {
            throw Refusal(.resourceNotFound, "Client secret \(request.clientSecretID) does not exist.")
        }
        guard client.secrets.count > 1 else {
            throw Refusal.invalidParameter("The last secret of a client cannot be deleted")
        }
        client.secrets.remove(at: index)
        try client.update(call.db)
        return DeleteUserPoolClientSecretResponse()
    }
}
