/// Which names in `Host` are answered.
///
/// A web page can point a name of its own at 127.0.0.1 and then read what this machine answers under that name (DNS
/// rebinding). It cannot choose what its browser writes into `Host`.
struct HostRule {
    private let allowed: Set<String>

    /// - Parameter allowed: Names and addresses besides those of the loopback, without ports; case does not matter.
    init(allowed: [String]) {
        self.allowed = Set(allowed.map { $0.lowercased() })
    }

    /// Whether a request with this `Host` is answered, whatever the port in it.
    func allows(_ authority: String?) -> Bool {
        guard let authority, let name = Self.name(in: authority) else { return false }
        return Self.isLoopback(name) || allowed.contains(name)
    }

    /// Whether `name` can mean nothing but this machine: `localhost` and names under it (RFC 6761 §6.3), `127.0.0.0/8`,
    /// `::1`.
    static func isLoopback(_ name: String) -> Bool {
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" || name == "[::1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { isNumber($0) && UInt8($0) != nil }
    }

    /// Whether a `Host` names this machine, whatever the port in it.
    static func isLoopback(authority: String?) -> Bool {
        authority.flatMap(name(in:)).map { isLoopback($0) } ?? false
    }

    /// The name without the port, in lower case; `nil` if this is no host and port.
    private static func name(in authority: String) -> String? {
        let end: String.Index
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            end = authority.index(after: bracket)
        } else {
            end = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let (name, rest) = (authority[..<end], authority[end...])
        guard rest.isEmpty || rest.hasPrefix(":") && (rest.count == 1 || isNumber(rest.dropFirst())) else { return nil }
        return name.isEmpty ? nil : name.lowercased()
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
