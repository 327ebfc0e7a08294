import ByteCoding
import CognitoJWT
import HTTPTransport
import HTTPTypes

/// The header fields that tell a proxy, and the application behind it, who somebody is.
///
/// All of them are always there, with an empty value where the token says nothing, so that a proxy that copies them
/// overwrites whatever a client sent under their names.
enum IdentityHeaders {
    /// The fields for a token.
    static func fields(for token: VerifiedToken) -> HTTPFields {
        var fields: HTTPFields = [:]
        fields[.authUser] = encoded(token.username ?? "")
        fields[.authSubject] = encoded(token.subject)
        fields[.authEmail] = token.use == .id ? encoded(token.claims["email"]?.string ?? "") : ""
        fields[.authGroups] = token.groups.map(encoded).joined(separator: ",")
        fields[.authScope] = token.scopes.map(encoded).joined(separator: " ")
        fields[.authClient] = encoded(token.clientID)
        fields[.authExpires] = "\(token.expiresAt.seconds)"
        return fields
    }

    /// A text as a header field may hold it: what is not visible ASCII, and the comma and the percent sign, as `%` and two
    /// digits for each byte of UTF-8 (RFC 3986 §2.1).
    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: ","): append(byte, to: &encoded)
            case 0x21...0x7E: encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: append(byte, to: &encoded)
            }
        }
        return encoded
    }

    private static func append(_ byte: UInt8, to text: inout String) {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
}

extension HTTPField.Name {
    /// The canonical username.
    static let authUser = HTTPField.Name(constant: "X-Auth-User")
    /// The claim `sub`.
    static let authSubject = HTTPField.Name(constant: "X-Auth-Subject")
    /// The claim `email` of an id token.
    static let authEmail = HTTPField.Name(constant: "X-Auth-Email")
    /// The user's groups, with commas between them.
    static let authGroups = HTTPField.Name(constant: "X-Auth-Groups")
    /// The scopes of an access token, with spaces between them.
    static let authScope = HTTPField.Name(constant: "X-Auth-Scope")
    /// The app client that the token is for.
    static let authClient = HTTPField.Name(constant: "X-Auth-Client")
    /// When the token expires, in seconds since the epoch.
    static let authExpires = HTTPField.Name(constant: "X-Auth-Expires")
}
