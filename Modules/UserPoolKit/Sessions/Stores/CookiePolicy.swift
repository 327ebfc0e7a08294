/// How tokens are kept in cookies of a browser that no script can read.
///
/// The access and ID tokens go with every request, under names that begin with `__Host-`: browsers take those from
/// secure pages only, and from no other host. The refresh token goes to the routes that use it only, under a name that
/// begins with `__Secure-`; those routes must be below ``refreshPath``, signing in and signing out among them (RFC
/// 6265bis, draft, §4.1.3).
public struct CookiePolicy: Hashable, Sendable {
    /// What the names end with.
    public let name: String
    /// The path of the routes that use the refresh token.
    public let refreshPath: String
    /// The domain whose hosts share the cookies; `nil` for this host alone.
    ///
    /// With a domain, no name begins with `__Host-`.
    public let domain: String?
    /// Which requests from other sites carry the cookies.
    public let sameSite: SameSite
    /// How long the browser keeps tokens; as long as the refresh token is good.
    public let lifetime: Duration
    /// How long the browser keeps the device.
    public let deviceLifetime: Duration
    /// Whether cookies go over TLS only.
    ///
    /// `false` is for plain `http` on this machine: names have no prefix then.
    public let isSecure: Bool
    /// Whether there is a cookie for the ID token.
    public let keepsIDToken: Bool

    /// Which requests from other sites carry cookies.
    public struct SameSite: Hashable, Sendable {
        let text: String

        /// None but following a link.
        public static let lax = Self(text: "Lax")
        /// None.
        public static let strict = Self(text: "Strict")
        /// All; for secure cookies only, and only with protection from forged requests.
        public static let none = Self(text: "None")
    }

    /// Describes the cookies.
    ///
    /// - Parameters:
    ///   - name: What the names end with: letters, digits, `-` and `_`.
    ///   - refreshPath: The path of the routes that use the refresh token, such as `/v1/sessions`.
    ///   - domain: The domain whose hosts share the cookies; `nil` for this host alone.
    ///   - sameSite: Which requests from other sites carry the cookies.
    ///   - lifetime: How long the browser keeps tokens.
    ///   - deviceLifetime: How long the browser keeps the device.
    ///   - isSecure: Whether cookies go over TLS only.
    ///   - keepsIDToken: Whether there is a cookie for the ID token.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/invalidParameter`` for a text that would break the header,
    ///   or for `none` without TLS, which browsers refuse.
    public init(
        name: String = "userpool",
        refreshPath: String,
        domain: String? = nil,
        sameSite: SameSite = .lax,
        lifetime: Duration = .seconds(30 * 24 * 3600),
        deviceLifetime: Duration = .seconds(365 * 24 * 3600),
        isSecure: Bool = true,
        keepsIDToken: Bool = true
    ) throws(UserPoolError) {
        func check(_ holds: Bool, _ text: String) throws(UserPoolError) {
            guard holds else { throw UserPoolError(.invalidParameter, text) }
        }
        let letters = { (byte: UInt8) in Self.isLetterOrDigit(byte) || byte == UInt8(ascii: "-") }
        try check(
            !name.isEmpty && name.utf8.count <= 64 && name.utf8.allSatisfy { letters($0) || $0 == UInt8(ascii: "_") },
            "the name of a cookie has letters, digits, - and _, and 64 of them at most"
        )
        try check(
            refreshPath.hasPrefix("/") && refreshPath.utf8.count <= 256
                && refreshPath.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") },
            "the path of a cookie begins with a slash and has no space and no semicolon"
        )
        try check(
            domain.map { !$0.isEmpty && $0.utf8.allSatisfy { letters($0) || $0 == UInt8(ascii: ".") } } ?? true,
            "the domain of a cookie is a name of a host"
        )
        try check(sameSite != .none || isSecure, "cookies with SameSite=None need TLS")
        try check(lifetime > .zero && deviceLifetime > .zero, "the lifetime of a cookie is longer than nothing")
        self.name = name
        self.refreshPath = refreshPath
        self.domain = domain
        self.sameSite = sameSite
        self.lifetime = lifetime
        self.deviceLifetime = deviceLifetime
        self.isSecure = isSecure
        self.keepsIDToken = keepsIDToken
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    // MARK: The cookies

    /// The name of the cookie that holds the access token; what a verifier of requests looks for.
    public var accessTokenName: String { access.name }

    var access: CookieSlot { slot("access", path: "/", lifetime) }
    var identity: CookieSlot { slot("id", path: "/", lifetime) }
    var refresh: CookieSlot { slot("refresh", path: refreshPath, lifetime) }
    var device: CookieSlot { slot("device", path: refreshPath, deviceLifetime) }

    private func slot(_ what: String, path: String, _ lifetime: Duration) -> CookieSlot {
        let isHosts = domain == nil && path == "/"
        let prefix = isSecure ? (isHosts ? "__Host-" : "__Secure-") : ""
        var attributes = "; Path=\(path)"
        if let domain { attributes += "; Domain=\(domain)" }
        if isSecure { attributes += "; Secure" }
        attributes += "; HttpOnly; SameSite=\(sameSite.text)"
        let name = "\(prefix)\(name)-\(what)"
        return CookieSlot(name: name, attributes: attributes, seconds: lifetime.components.seconds)
    }
}

/// One value that is kept in a cookie, or in several where it is too long for one.
struct CookieSlot: Sendable {
    /// What a browser keeps of one cookie at least: name, value and attributes together (RFC 6265 §6.1).
    static let greatestLineLength = 4096
    /// The most cookies for one value.
    static let greatestPartCount = 8

    /// The name; parts have a number behind it.
    let name: String
    /// The attributes but for the lifetime, beginning with a semicolon.
    let attributes: String
    /// The lifetime.
    let seconds: Int64

    /// The value in a request's cookies; `nil` if there is none, or if it is ambiguous or not whole.
    func value(in cookies: [String: [String]]) -> String? {
        if let values = cookies[name] {
            // Two cookies of one name: somebody has put one there, and nobody can say which.
            return values.count == 1 ? values.first.flatMap { $0.isEmpty ? nil : $0 } : nil
        }
        guard let first = cookies[part(0)], first.count == 1,
            let pieces = first.first?.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false),
            pieces.count == 2, let count = Int(pieces[0]), (2...Self.greatestPartCount).contains(count)
        else { return nil }
        var value = String(pieces[1])
        for number in 1..<count {
            guard let more = cookies[part(number)], more.count == 1, let text = more.first else { return nil }
            value += text
        }
        return value
    }

    /// The lines that keep a value, and remove what is left of an older one.
    ///
    /// - Parameters:
    ///   - value: ASCII without spaces, quotes, commas, semicolons and backslashes.
    ///   - seen: The names of the request's cookies.
    /// - Returns: Values of the header field `Set-Cookie`.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed`` if it is too long.
    func lines(_ value: String, seen: Set<String>) throws(UserPoolError) -> [String] {
        if line(name, value).utf8.count <= Self.greatestLineLength {
            return [line(name, value)] + removals(of: seen.subtracting([name]))
        }
        // The number of parts stands before the first one, so that a part of an older value is not taken for one of
        // these.
        let room = Self.greatestLineLength - line(part(0), "").utf8.count - 2
        var parts: [String] = []
        var rest = Substring(value)
        while !rest.isEmpty {
            parts.append(String(rest.prefix(room)))
            rest = rest.dropFirst(room)
        }
        guard parts.count <= Self.greatestPartCount else {
            throw UserPoolError(.storeFailed, "the value of the cookie \(name) is too long")
        }
        let names = parts.indices.map { part($0) }
        let lines = zip(names, parts).enumerated().map { number, pair in
            line(pair.0, number == 0 ? "\(parts.count).\(pair.1)" : pair.1)
        }
        return lines + removals(of: seen.subtracting(names).union([name]))
    }

    /// The lines that remove the value.
    func removal(seen: Set<String>) -> [String] {
        removals(of: seen.union([name]))
    }

    private func removals(of names: Set<String>) -> [String] {
        let own = [name] + (0..<Self.greatestPartCount).map { part($0) }
        return own.filter { names.contains($0) }.map { "\($0)=\(attributes); Max-Age=0" }
    }

    private func part(_ number: Int) -> String { "\(name)-\(number)" }

    private func line(_ name: String, _ value: String) -> String {
        "\(name)=\(value)\(attributes); Max-Age=\(seconds)"
    }
}
