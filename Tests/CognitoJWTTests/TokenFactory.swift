import ByteCoding
import CognitoJWT
import CognitoJWTSigning

/// Makes tokens as the service does, with claims to be changed one at a time.
struct TokenFactory {
    static let poolID = "eu-west-1_AbCdEfGhI"
    static let clientID = "1exampleclientid000000001"
    static let issuer = "https://cognito-idp.eu-west-1.amazonaws.com/\(poolID)"
    static let now = UnixTime(seconds: 1_767_225_600)

    /// Made once, as making a key takes long.
    static let key = Result { try SigningKey.generate() }
    static let otherKey = Result { try SigningKey.generate() }

    /// The claims of an access token, each as JSON.
    static let accessClaims = [
        "sub": #""f0a1b2c3-0000-4000-8000-000000000001""#, "iss": "\"\(issuer)\"", "client_id": "\"\(clientID)\"",
        "origin_jti": #""f0a1b2c3-0000-4000-8000-00000000000a""#, "token_use": #""access""#,
        "scope": #""aws.cognito.signin.user.admin api/read""#, "auth_time": "1767225000", "iat": "1767225000",
        "exp": "1767228600", "jti": #""f0a1b2c3-0000-4000-8000-00000000000b""#, "username": #""ana""#,
        "cognito:groups": #"["admins","readers"]"#,
    ]

    /// The claims of an ID token, each as JSON.
    static let idClaims = [
        "sub": #""f0a1b2c3-0000-4000-8000-000000000001""#, "iss": "\"\(issuer)\"", "aud": "\"\(clientID)\"",
        "origin_jti": #""f0a1b2c3-0000-4000-8000-00000000000a""#, "token_use": #""id""#, "auth_time": "1767225000",
        "iat": "1767225000", "exp": "1767228600", "jti": #""f0a1b2c3-0000-4000-8000-00000000000c""#,
        "cognito:username": #""ana""#, "email": #""ana@example.com""#,
    ]

    /// Signs claims; a change of `nil` takes the claim away.
    static func token(
        _ claims: [String: String] = accessClaims,
        changes: [String: String?] = [:],
        header: String? = nil,
        signedBy signer: SigningKey? = nil
    ) throws -> String {
        var claims = claims
        for (name, value) in changes { claims[name] = value }
        let members = claims.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        let key = try signer ?? key.get()
        let payload = Array("{\(members.joined(separator: ","))}".utf8)
        let token =
            if let header { try key.sign(header: Array(header.utf8), payload: payload) } else {
                try key.sign(payload: payload)
            }
        return String(decoding: token, as: UTF8.self)
    }

    /// Rules that the access token satisfies.
    static var accessRules: TokenRules { TokenRules(userPoolID: poolID, use: .access, clients: .anyOf([clientID])) }

    /// Rules that the ID token satisfies.
    static var idRules: TokenRules { TokenRules(userPoolID: poolID, use: .id, clients: .anyOf([clientID])) }

    /// The pool's key at every address of a verifier.
    static func keySets(for verifier: TokenVerifier) throws -> KeySets {
        let set = try KeySet(json: JSONWebKeySet([key.get()]).json)
        return KeySets(Dictionary(uniqueKeysWithValues: verifier.keySetURLs.map { ($0, set) }))
    }

    /// Verifies a token under rules, at ``now``.
    static func verify(_ token: String, _ rules: TokenRules) throws -> VerifiedToken {
        let verifier = try TokenVerifier(rules)
        return try verifier.verify(token, keys: keySets(for: verifier), at: now)
    }
}
