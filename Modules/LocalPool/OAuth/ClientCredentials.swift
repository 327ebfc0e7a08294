internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// What an application says it is at `/oauth2/token` and `/oauth2/revoke`: by the header `Authorization`, or in the form
/// (RFC 6749 §2.3.1).
struct ClientCredentials {
    let clientID: String
    let secret: String?

    /// Reads them.
    ///
    /// - Throws: ``OAuthRefusal`` if there are none, or two that differ.
    init(_ form: OAuthParameters, authorization: String?) throws(OAuthRefusal) {
        guard let authorization else {
            guard let clientID = form["client_id"] else {
                throw OAuthRefusal(.invalidRequest, "client_id is missing.")
            }
            self.clientID = clientID
            secret = form["client_secret"]
            return
        }
        let parts = authorization.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "basic", let bytes = try? Base64.decode(String(parts[1])),
            let text = String(validating: bytes, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { throw OAuthRefusal(.invalidClient, "The header Authorization is not that of a client.") }
        clientID = String(text[..<colon])
        let secret = String(text[text.index(after: colon)...])
        self.secret = secret.isEmpty ? nil : secret
        guard form["client_id"].map({ $0 == clientID }) ?? true, form["client_secret"] == nil else {
            throw OAuthRefusal(.invalidRequest, "The client names itself twice.")
        }
    }
}

extension Call {
    /// The client that a pool's endpoint is called by.
    ///
    /// - Throws: ``OAuthRefusal`` if it is unknown, or its secret is wrong or missing.
    func client(_ credentials: ClientCredentials, poolID: String) throws -> AppClientRecord {
        guard let client = try AppClientRecord.fetchOne(db, key: credentials.clientID), client.poolID == poolID else {
            throw OAuthRefusal(.invalidClient, "There is no such client.")
        }
        guard try isSecret(credentials.secret, of: client) else {
            throw OAuthRefusal(.invalidClient, "invalid_client_secret")
        }
        return client
    }
}
