/// A user pool as identity pools name it: by its issuer without the scheme.
struct LoginProvider {
    /// The name as it was sent.
    let name: String
    let userPoolID: String

    /// Reads a name: the pool's address here, or the one that it would have at AWS, which clients make up themselves.
    ///
    /// It is `nil` if the name is neither.
    ///
    /// - Parameters:
    ///   - name: The name, as it was sent.
    ///   - endpoint: The address that issuers begin with.
    init?(_ name: String, endpoint: String) {
        let userPoolID = Self.userPoolID(in: name)
        guard Self.issuers(of: userPoolID, endpoint: endpoint).contains(where: { Self.withoutScheme($0) == name })
        else {
            return nil
        }
        self.name = name
        self.userPoolID = userPoolID
    }

    /// The issuers that a pool's tokens may name: its address here, and the one that it would have at AWS.
    static func issuers(of userPoolID: String, endpoint: String) -> [String] {
        let region = userPoolID.prefix { $0 != "_" }
        return ["\(endpoint)/\(userPoolID)", "https://cognito-idp.\(region).amazonaws.com/\(userPoolID)"]
    }

    /// What stands behind the last slash of a name, whatever stands before it.
    static func userPoolID(in name: String) -> String {
        name.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }

    private static func withoutScheme(_ issuer: String) -> String {
        ["https://", "http://"].first { issuer.hasPrefix($0) }.map { String(issuer.dropFirst($0.count)) } ?? issuer
    }
}
