internal import HTTPTransport

/// Where requests of one service go.
public struct ServiceEndpoint: Hashable, Sendable {
    /// The whole address, with a path.
    public let url: String
    /// What the `Host` header says: the host's name, and the port unless it is the scheme's own.
    public let host: String
    /// The path, at least `/`.
    public let path: String

    init(host: String) {
        url = "https://\(host)/"
        self.host = host
        path = "/"
    }

    /// Takes an address of one's own: `http` or `https`, a host, perhaps a port and a path.
    ///
    /// - Parameter custom: The address, without user, query, fragment and escapes.
    /// - Throws: ``CognitoClientError`` with ``CognitoClientError/Code/invalidEndpoint``.
    public init(custom: String) throws(CognitoClientError) {
        let parts: TransportURL
        do {
            parts = try TransportURL(custom)
        } catch {
            throw Self.refusal(error.message)
        }
        guard !parts.target.contains(where: { $0 == "?" || $0 == "%" }) else {
            throw Self.refusal("the endpoint has a query or an escape")
        }
        url = parts.description
        host = parts.authority
        path = parts.target
    }

    private static func refusal(_ reason: String) -> CognitoClientError {
        CognitoClientError(
            .invalidEndpoint,
            "\(reason); an endpoint is an address like http://127.0.0.1:9229",
            remedy: .fixInput
        )
    }
}
