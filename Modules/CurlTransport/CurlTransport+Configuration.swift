internal import HTTPTransport

extension CurlTransport {
    /// The settings that all requests of one transport share.
    public struct Configuration: Hashable, Sendable {
        /// Whether plain `http:` may leave this machine.
        public var allowsPlainHTTP: Bool
        /// Path of a PEM file with authorities to trust besides those of the system.
        public var extraAuthoritiesPath: String?
        /// The proxy for requests that leave this machine, as `http://host:port`; `nil` for none.
        ///
        /// `https` goes through it as a tunnel. Requests to loopback never use it.
        public var proxy: String?
        /// Most connections to one host at a time; further requests wait, within their deadline.
        public var maximumConnectionsPerHost: Int
        /// How long an unused connection may be used again; shorter than the minute after which servers tend to close.
        public var idleConnectionLifetime: Duration

        /// Settings, by default the strictest.
        ///
        /// - Parameters:
        ///   - allowsPlainHTTP: Whether plain `http:` may leave this machine.
        ///   - extraAuthoritiesPath: Path of a PEM file with more authorities.
        ///   - proxy: The proxy, as `http://host:port`.
        ///   - maximumConnectionsPerHost: Most connections to one host; at least 1.
        ///   - idleConnectionLifetime: How long an unused connection may be used again; at least a second.
        public init(
            allowsPlainHTTP: Bool = false,
            extraAuthoritiesPath: String? = nil,
            proxy: String? = nil,
            maximumConnectionsPerHost: Int = 32,
            idleConnectionLifetime: Duration = .seconds(50)
        ) {
            self.allowsPlainHTTP = allowsPlainHTTP
            self.extraAuthoritiesPath = extraAuthoritiesPath
            self.proxy = proxy
            self.maximumConnectionsPerHost = maximumConnectionsPerHost
            self.idleConnectionLifetime = idleConnectionLifetime
        }

        func check() throws(TransportError) {
            if let path = extraAuthoritiesPath, path.utf8.contains(0) || !CurlLibrary.canReadAuthorities(path: path) {
                throw Self.refusal("no certificates can be read from the file of extra authorities")
            }
            guard maximumConnectionsPerHost > 0 else { throw Self.refusal("no connections to a host at all") }
            guard idleConnectionLifetime >= .seconds(1) else {
                throw Self.refusal("connections live less than a second")
            }
            guard let proxy else { return }
            let url: TransportURL
            do throws(TransportError) { url = try TransportURL(proxy) } catch {
                throw Self.refusal("the proxy is not http://host:port")
            }
            guard url.scheme == .http, url.target == "/" else {
                throw Self.refusal("the proxy is not http://host:port")
            }
        }

        private static func refusal(_ reason: String) -> TransportError {
            TransportError(.invalidConfiguration, reason, mayHaveReachedServer: false)
        }
    }
}
