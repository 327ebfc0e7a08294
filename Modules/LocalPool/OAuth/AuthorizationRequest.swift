/// What an application asks of `/oauth2/authorize` (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core 1.0 §3.1.2.1).
package struct AuthorizationRequest: Sendable {
    /// What the application gets: a code, or tokens at once.
    enum Answer: String {
        case code
        case token
    }

    let parameters: OAuthParameters

    package init(_ parameters: OAuthParameters) {
        self.parameters = parameters
    }

    var clientID: String? { parameters["client_id"] }
    var redirectURI: String? { parameters["redirect_uri"] }
    var state: String? { parameters["state"] }
    var nonce: String? { parameters["nonce"] }

    /// The name to begin with on the sign-in page.
    package var loginHint: String? { parameters["login_hint"] }
    /// The language of the sign-in page.
    package var language: String? { parameters["lang"] }

    /// The scopes that are asked for, each once; none means all that the client may have.
    var scopes: [String] {
        var known: Set<String> = []
        return (parameters["scope"] ?? "").split(separator: " ").map(String.init).filter {
            known.insert($0).inserted
        }
    }

    /// What is to happen to a browser in which somebody is signed in already.
    ///
    /// - Returns: The words of `prompt`.
    /// - Throws: ``OAuthRefusal`` if one is unknown, or stands beside `none`.
    func prompts() throws(OAuthRefusal) -> Set<String> {
        let words = Set((parameters["prompt"] ?? "").split(separator: " ").map(String.init))
        guard words.isSubset(of: ["none", "login", "consent", "select_account"]),
            !words.contains("none") || words.count == 1
        else { throw OAuthRefusal(.invalidRequest, "invalid prompt") }
        return words
    }

    /// What the application gets.
    ///
    /// - Throws: ``OAuthRefusal`` if it asks for nothing that the service has.
    func answer() throws(OAuthRefusal) -> Answer {
        guard let answer = try Answer(rawValue: parameters.required("response_type")) else {
            throw OAuthRefusal(.invalidRequest, "invalid response_type")
        }
        return answer
    }

    /// The hash of what the application must show for the code (RFC 7636); `nil` if it did without.
    ///
    /// - Throws: ``OAuthRefusal`` if it is none, or made in another way than `S256`.
    func codeChallenge() throws(OAuthRefusal) -> String? {
        let (challenge, method) = (parameters["code_challenge"], parameters["code_challenge_method"])
        guard challenge != nil || method != nil else { return nil }
        guard method == "S256" else { throw OAuthRefusal(.invalidRequest, "code_challenge_method must be S256") }
        guard let challenge, ProofKey.isWellFormed(challenge) else {
            throw OAuthRefusal(.invalidRequest, "invalid code_challenge")
        }
        return challenge
    }
}
