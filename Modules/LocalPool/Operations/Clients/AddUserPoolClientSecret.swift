internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension AddUserPoolClientSecret: LocalOperation {
    /// Adds a second secret, so that the first can be replaced while both work.
    static func perform(
        _ request: AddUserPoolClientSecretRequest,
        in call: Call
    ) throws -> AddUserPoolClientSecretResponse {
        var client = try call.client(request.clientID, in: call.pool(request.userPoolID))
        guard !client.secrets.isEmpty else {
            throw Refusal.invalidParameter("The client was made without a secret")
        }
        guard client.secrets.count < ClientSecret.greatestCount else {
            throw Refusal(.limitExceeded, "A client has at most \(ClientSecret.greatestCount) secrets")
        }
        let value = try request.clientSecret ?? Sensitive(call.random.makeClientSecret())
        // The moment is part of the id, so no two secrets have the same.
        let last = client.secrets.last?.createdAt.adding(.milliseconds(1)) ?? call.now
        let secret = ClientSecret(value: value, of: client.id, at: max(call.now, last))
        client.secrets.append(secret)
        try client.update(call.db)
        var descriptor = secret.described
        if request.clientSecret == nil { descriptor.clientSecretValue = value }
        return AddUserPoolClientSecretResponse(clientSecretDescriptor: descriptor)
    }
}
