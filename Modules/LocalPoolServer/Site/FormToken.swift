internal import HTTPTypes
internal import LocalPool

/// What shows that a form came from a page of ours: a cookie that no other page can read, repeated in the form, and what
/// the browser itself says of where the form was.
enum FormToken {
    static let name = "XSRF-TOKEN"

    /// The token that the browser has; `nil` if it has none that is one.
    static func cookie(in headers: HTTPFields) -> String? {
        headers.cookie(named: name).flatMap { token in
            token.utf8.count == 43 && token.utf8.allSatisfy(isTokenByte) ? token : nil
        }
    }

    /// Whether a form came from a page of ours.
    static func isOwn(_ request: SiteRequest, _ form: OAuthParameters) -> Bool {
        guard let token = cookie(in: request.headers), form["_csrf"] == token else { return false }
        if let site = fetchSite.flatMap({ request.headers[$0] }), site != "same-origin", site != "none" {
            return false
        }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.authority, let start = origin.firstRange(of: "://")?.upperBound else {
            return false
        }
        return origin[start...].lowercased() == authority.lowercased()
    }

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "-_".utf8.contains(byte)
        }
    }
}

extension HTTPFields {
    /// The value of a cookie; the first, if a browser sends several of that name.
    func cookie(named name: String) -> String? {
        for field in self[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2, parts[0] == name, !parts[1].isEmpty { return String(parts[1]) }
            }
        }
        return nil
    }
}
