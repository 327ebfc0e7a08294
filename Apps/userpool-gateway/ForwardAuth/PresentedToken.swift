import CognitoWire
import HTTPTypes

/// Finds the token of a request that a proxy asks about.
struct PresentedToken: Sendable {
    /// The cookie that may hold it; `nil` for none.
    let cookie: String?

    /// Reads the token: from the one header `Authorization: Bearer`, or from the one cookie where there is no header.
    ///
    /// - Parameter headers: The header fields of the request.
    /// - Returns: The token; `nil` if the request shows none.
    /// - Throws: ``ForwardAuthRefusal`` if what it shows cannot be one.
    func read(from headers: HTTPFields) throws(ForwardAuthRefusal) -> Sensitive<String>? {
        let fields = headers[values: .authorization].filter { !$0.isEmpty }
        guard fields.isEmpty, let cookie else { return try token(in: fields) }
        let values = CookieHeader.values(of: cookie, in: headers)
        guard let value = values.first else { return nil }
        guard values.count == 1, BearerToken.isToken(value) else { throw .invalidToken("The cookie holds no token.") }
        return Sensitive(String(value))
    }

    private func token(in fields: [String]) throws(ForwardAuthRefusal) -> Sensitive<String>? {
        guard let field = fields.first else { return nil }
        guard fields.count == 1 else { throw .invalidToken("There is more than one header Authorization.") }
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        // Another scheme is no attempt to show a token (RFC 6750 §3.1).
        guard parts.first?.lowercased() == "bearer" else { return nil }
        guard parts.count == 2, BearerToken.isToken(parts[1]) else {
            throw .invalidToken("The header Authorization holds no token.")
        }
        return Sensitive(String(parts[1]))
    }
}
