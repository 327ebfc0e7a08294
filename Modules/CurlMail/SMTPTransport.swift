public import ByteCoding
public import LocalPool
internal import Synchronization

/// Sends the pool's e-mails over SMTP (RFC 5321), one connection for each.
///
/// On this machine the connection is in clear; to another it is TLS, from the first byte (`smtps`) or by `STARTTLS`
/// (`smtp`), and nothing is sent without it. Certificates are checked as they are for HTTP.
public struct SMTPTransport: MailTransport {
    private static let greatestCount = 16

    private let configuration: Configuration
    private let count = UnderWay()

    /// How many e-mails are under way.
    private final class UnderWay: Sendable {
        let value = Mutex(0)
    }

    /// Takes a server.
    ///
    /// - Parameter configuration: Which, and how.
    /// - Throws: ``CurlMailError`` with ``CurlMailError/Code/invalidConfiguration``.
    public init(configuration: Configuration) throws(CurlMailError) {
        try configuration.check()
        self.configuration = configuration
    }

    /// Sends one e-mail, on a thread of its own.
    ///
    /// - Parameter mail: The e-mail.
    /// - Throws: ``CurlMailError``.
    public func send(_ mail: OutgoingMail) async throws {
        let message = try MailMessage(mail)
        let mayBegin = count.value.withLock { value in
            guard value < Self.greatestCount else { return false }
            value += 1
            return true
        }
        guard mayBegin else { throw CurlMailError(.outOfResources, "too many e-mails are under way") }
        defer { count.value.withLock { $0 -= 1 } }
        let configuration = configuration
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            OwnThread.run {
                continuation.resume(returning: Result { try SMTPTransfer(message, configuration).perform() })
            }
        }
        try result.get()
    }
}

extension SMTPTransport {
    /// A server and what it wants to know.
    public struct Configuration: Sendable {
        /// The server's name or address.
        public var host: String
        /// The server's port; `nil` for 465 with ``usesTLSFromTheStart``, otherwise 587, on this machine 25.
        public var port: UInt16?
        /// Whether the connection begins with TLS (`smtps`), which needs no `STARTTLS`.
        public var usesTLSFromTheStart: Bool
        /// Whether a server on this machine may be spoken to in clear.
        public var allowsPlainLoopback: Bool
        /// The user name, if the server asks for one.
        public var username: String?
        /// The password that goes with it.
        public var password: SecretBytes?
        /// Path of a PEM file with authorities to trust besides those of the system.
        public var extraAuthoritiesPath: String?
        /// How long one e-mail may take.
        public var timeLimit: Duration

        /// Describes a server.
        ///
        /// - Parameters:
        ///   - host: Its name or address.
        ///   - port: Its port.
        ///   - usesTLSFromTheStart: Whether the connection begins with TLS.
        ///   - allowsPlainLoopback: Whether a server on this machine may be spoken to in clear.
        ///   - username: The user name.
        ///   - password: The password.
        ///   - extraAuthoritiesPath: Path of a PEM file with more authorities.
        ///   - timeLimit: How long one e-mail may take.
        public init(
            host: String,
            port: UInt16? = nil,
            usesTLSFromTheStart: Bool = false,
            allowsPlainLoopback: Bool = true,
            username: String? = nil,
            password: SecretBytes? = nil,
            extraAuthoritiesPath: String? = nil,
            timeLimit: Duration = .seconds(10)
        ) {
            self.host = host
            self.port = port
            self.usesTLSFromTheStart = usesTLSFromTheStart
            self.allowsPlainLoopback = allowsPlainLoopback
            self.username = username
            self.password = password
            self.extraAuthoritiesPath = extraAuthoritiesPath
            self.timeLimit = timeLimit
        }

        /// Whether the server is on this machine, as far as its name says.
        var isLoopback: Bool {
            host == "localhost" || host == "::1" || (host.hasPrefix("127.") && isIPv4)
        }

        /// The server as libcurl is told.
        var address: String {
            let scheme = usesTLSFromTheStart ? "smtps" : "smtp"
            let port = port ?? (usesTLSFromTheStart ? 465 : isLoopback ? 25 : 587)
            // What follows the slash is what EHLO says; the machine's own name is nobody's business.
            return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)/localhost"
        }

        private var isIPv4: Bool {
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        }

        func check() throws(CurlMailError) {
            let isName = host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: ".-:".utf8.contains(byte)
                }
            }
            guard isName, (1...253).contains(host.utf8.count) else {
                throw CurlMailError(.invalidConfiguration, "the server has no usable name")
            }
            guard port != 0 else { throw CurlMailError(.invalidConfiguration, "there is no port 0") }
            guard (username == nil) == (password == nil) else {
                throw CurlMailError(.invalidConfiguration, "a user name goes with a password")
            }
            let hasNul =
                password?.withBytes { bytes in bytes.indices.contains { bytes[$0] == 0 } } ?? false
            guard !hasNul, username?.utf8.contains(0) != true else {
                throw CurlMailError(.invalidConfiguration, "neither name nor password may have a NUL")
            }
            guard timeLimit >= .milliseconds(1) else {
                throw CurlMailError(.invalidConfiguration, "e-mails take some time")
            }
            if let path = extraAuthoritiesPath, path.utf8.contains(0) || !CurlLibrary.canReadAuthorities(path: path) {
                throw CurlMailError(.invalidConfiguration, "no certificates can be read from the file of authorities")
            }
        }
    }
}
