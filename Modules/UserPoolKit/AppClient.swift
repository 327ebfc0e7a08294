public import ByteCoding
internal import CognitoSRP

/// The app client that calls are made for, with its secret if it has one.
public struct AppClient: Sendable {
    /// The client id; its shape is the service's business and not checked.
    public let id: String
    /// The client secret, or `nil` for a public client.
    public let secret: SecretBytes?

    /// Names an app client.
    public init(id: String, secret: SecretBytes? = nil) {
        self.id = id
        self.secret = secret
    }

    /// `SECRET_HASH` for a username, or `nil` for a client without secret.
    func secretHash(for username: String) throws(UserPoolError) -> String? {
        guard let secret else { return nil }
        return try exchanging { () throws(SRPError) in
            try SecretHash.make(username: username, clientID: id, clientSecret: secret)
        }
    }
}
