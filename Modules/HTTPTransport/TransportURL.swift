/// An absolute `http` or `https` URL, checked and taken apart (RFC 3986 §3, narrowed).
///
/// Stricter than the RFC where leniency has only ever helped attackers: no user information, no fragment, no percent sign
/// in the host, no character outside visible ASCII, at most ``maximumByteCount`` bytes.
public struct TransportURL: Hashable, Sendable, CustomStringConvertible {
    /// The scheme.
    public enum Scheme: String, Hashable, Sendable {
        /// Plain text on a TCP connection.
        case http
        /// TLS on a TCP connection.
        case https
    }

    /// Most bytes of a URL.
    public static let maximumByteCount = 8192

    /// `http` or `https`.
    public let scheme: Scheme
    /// The host in lower case: a name, an IPv4 address, or an IPv6 address without its brackets.
    public let host: String
    /// The port if the URL names one.
    public let port: UInt16?
    /// The path and, from the question mark on, the query; begins with a slash.
    public let target: String

    private let isIPv6: Bool

    /// Checks `text` and takes it apart.
    ///
    /// - Parameter text: An absolute URL.
    /// - Throws: ``TransportError`` with ``TransportError/Code/invalidRequest``.
    public init(_ text: String) throws(TransportError) {
        var rest = Array(text.utf8)[...]
        guard !rest.isEmpty, rest.count <= Self.maximumByteCount else { throw Self.refusal("empty or too long") }
        guard rest.allSatisfy(Self.isPermitted) else { throw Self.refusal("a character that a URL cannot have") }
        guard Self.escapesAreComplete(rest) else { throw Self.refusal("a percent sign without two hex digits") }

        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
            let scheme = Scheme(rawValue: String(decoding: rest[..<colon], as: UTF8.self).lowercased())
        else { throw Self.refusal("neither http: nor https:") }
        self.scheme = scheme
        rest = rest[(colon + 1)...]
        guard rest.starts(with: "//".utf8) else { throw Self.refusal("no //") }
        rest = rest.dropFirst(2)

        let authorityEnd = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let authority = try Authority(rest[..<authorityEnd])
        (host, port, isIPv6) = (authority.host, authority.port, authority.isIPv6)

        let path = String(decoding: rest[authorityEnd...], as: UTF8.self)
        target = path.hasPrefix("/") ? path : "/" + path
    }

    /// The host and the port as the `Host` field carries them: no port if it is the scheme's own.
    public var authority: String {
        let name = isIPv6 ? "[\(host)]" : host
        guard let port, port != (scheme == .https ? 443 : 80) else { return name }
        return "\(name):\(port)"
    }

    /// The URL, normalised: scheme and host in lower case, no default port, at least one slash.
    public var description: String { "\(scheme.rawValue)://\(authority)\(target)" }

    /// Whether the host is this machine: `localhost`, `127.0.0.0/8` in four plain decimal parts, or `::1`.
    public var isLoopback: Bool {
        if isIPv6 { return host == "::1" }
        if host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
        return parts.count == 4 && bytes.count == 4 && bytes.first == 127
    }

    private static func isPermitted(_ byte: UInt8) -> Bool {
        guard byte > 0x20, byte < 0x7F else { return false }
        // Fragment, and the visible characters that RFC 3986 has no place for.
        return !"#\"<>\\^`{|}".utf8.contains(byte)
    }

    private static func escapesAreComplete(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.allSatisfy { index in
            guard bytes[index] == UInt8(ascii: "%") else { return true }
            let digits = bytes[(index + 1)...].prefix(2)
            return digits.count == 2 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        }
    }

    fileprivate static func refusal(_ reason: String) -> TransportError {
        TransportError(.invalidRequest, "the URL is not usable: \(reason)", mayHaveReachedServer: false)
    }
}

/// The part of a URL between `//` and the path (RFC 3986 §3.2), without user information.
private struct Authority {
    let host: String
    let port: UInt16?
    let isIPv6: Bool

    init(_ bytes: ArraySlice<UInt8>) throws(TransportError) {
        guard !bytes.contains(UInt8(ascii: "@")) else { throw TransportURL.refusal("user information") }
        let hostEnd: Int
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else {
                throw TransportURL.refusal("an unclosed bracket")
            }
            let address = bytes[(bytes.startIndex + 1)..<close]
            guard Self.looksLikeIPv6(address) else { throw TransportURL.refusal("not an IPv6 address") }
            (host, isIPv6, hostEnd) = (String(decoding: address, as: UTF8.self).lowercased(), true, close + 1)
        } else {
            hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            let name = bytes[..<hostEnd]
            guard Self.isName(name) else { throw TransportURL.refusal("not a host name") }
            (host, isIPv6) = (String(decoding: name, as: UTF8.self).lowercased(), false)
        }
        port = try Self.port(after: bytes[hostEnd...])
    }

    private static func port(after bytes: ArraySlice<UInt8>) throws(TransportError) -> UInt16? {
        guard let colon = bytes.first else { return nil }
        let digits = bytes.dropFirst()
        let areDigits = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard colon == UInt8(ascii: ":"), areDigits, let port = UInt16(String(decoding: digits, as: UTF8.self)),
            port > 0
        else { throw TransportURL.refusal("not a port from 1 to 65535") }
        return port
    }

    /// Letters, digits, hyphens, underscores and dots, no empty label, at most 253 bytes (RFC 1035 §2.3.4).
    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard (1...253).contains(bytes.count) else { return false }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { byte in
                    let character = Character(Unicode.Scalar(byte))
                    return character.isLetter || character.isNumber || character == "-" || character == "_"
                }
        }
    }

    /// Hex digits, colons and dots; the resolver does the rest.
    private static func looksLikeIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
        (2...45).contains(bytes.count) && bytes.contains(UInt8(ascii: ":"))
            && bytes.allSatisfy { byte in
                byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
                    || Character(Unicode.Scalar(byte)).isHexDigit
            }
    }
}
