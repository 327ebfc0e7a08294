package import HTTPTypes

/// Where a pool's OAuth endpoints and pages are, below its id or below a domain of its own.
package enum OAuthPath: String, CaseIterable, Sendable {
    case authorize = "/oauth2/authorize"
    case token = "/oauth2/token"
    case userInfo = "/oauth2/userInfo"
    case revoke = "/oauth2/revoke"
    case login = "/login"
    case logout = "/logout"
    case addPasskey = "/passkeys/add"
}

/// One of a pool's OAuth endpoints or pages, as a path names it: with the pool's id in front, or without, where the host
/// says which pool is meant.
package struct OAuthPlace: Sendable {
    /// The pool's id; `nil` if the path begins as the service's own do.
    package let poolID: String?
    package let path: OAuthPath

    /// Reads a path; `nil` if it is none of those.
    ///
    /// Whether there is such a pool is another question.
    package init?(path text: Substring) {
        guard let path = OAuthPath.allCases.first(where: { text.hasSuffix($0.rawValue) }) else { return nil }
        let rest = text.dropLast(path.rawValue.count)
        guard rest.isEmpty || (rest.hasPrefix("/") && rest.count > 1 && !rest.dropFirst().contains("/")) else {
            return nil
        }
        poolID = rest.isEmpty ? nil : String(rest.dropFirst())
        self.path = path
    }

    /// The methods that it takes; there is nothing to `HEAD` at.
    package var methods: [HTTPRequest.Method] {
        switch path {
        case .token, .revoke: [.post]
        case .userInfo, .login, .addPasskey: [.get, .post]
        case .authorize, .logout: [.get]
        }
    }
}

/// The address under which people see a pool's pages.
package enum PageAddress {
    /// An endpoint with `localhost` in place of the loopback's number: browsers bind passkeys to names, and never to
    /// addresses.
    package static func named(_ endpoint: String) -> String {
        guard let start = endpoint.firstRange(of: "://")?.upperBound else { return endpoint }
        for number in ["127.0.0.1", "[::1]"] where endpoint[start...].hasPrefix(number) {
            let rest = endpoint[start...].dropFirst(number.count)
            guard rest.isEmpty || rest.hasPrefix(":") || rest.hasPrefix("/") else { continue }
            return endpoint[..<start] + "localhost" + rest
        }
        return endpoint
    }
}
