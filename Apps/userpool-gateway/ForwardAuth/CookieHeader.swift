import HTTPTypes

/// Reads the header `Cookie` (RFC 6265 §4.2.1).
enum CookieHeader {
    /// The values of the cookies of that name, in order.
    static func values(of name: String, in headers: HTTPFields) -> [Substring] {
        headers[values: .cookie].flatMap { field in
            field.split(separator: ";").compactMap { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { return nil }
                return parts[1]
            }
        }
    }

    /// Whether a cookie may have that name (RFC 6265 §4.1.1: a token).
    static func isName(_ name: String) -> Bool {
        HTTPField.Name(name) != nil
    }
}
