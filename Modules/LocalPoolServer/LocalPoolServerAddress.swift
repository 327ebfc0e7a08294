/// Where a server listens, and under which address its clients know it.
public struct LocalPoolServerAddress: Hashable, Sendable {
    /// The IP address of the socket.
    public let host: String
    /// The port of the socket.
    public let port: Int
    /// The address for clients, which the issuers of tokens begin with: `http://127.0.0.1:9229`.
    public let endpoint: String

    /// The address for browsers: with the name `localhost`, which passkeys need, where the endpoint is on the loopback.
    public var console: String { ConsoleAddress.text(endpoint: endpoint) }
}
