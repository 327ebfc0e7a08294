import ByteCoding
import CognitoJWT
import CognitoJWTSigning
import CryptoPrimitives
import Foundation

/// The tokens that everybody verifies, and the key that signed them.
struct Fixture: Codable {
    /// When the tokens were made, in seconds since the epoch.
    let now: Int64
    let userPoolID: String
    let clientID: String
    let issuer: String
    /// The key-set document.
    let jwks: String
    /// The public key as SubjectPublicKeyInfo.
    let subjectPublicKeyInfo: Data
    /// An access token as the service makes them, of about a kilobyte.
    let accessToken: String
    /// An ID token of the same sign-in.
    let idToken: String
    /// A token of 16 KiB, or the few bytes less that base64url cannot avoid.
    let longToken: String

    /// Makes a key and the tokens; valid for a day.
    static func make() throws -> Fixture {
        let key = try SigningKey.generate()
        let (pool, client) = ("eu-west-1_AbCdEfGhI", "1h57kf5cpq17m0eml12EXAMPLE")
        let claims = ServiceClaims(
            now: Int64(Date().timeIntervalSince1970),
            issuer: "https://cognito-idp.eu-west-1.amazonaws.com/\(pool)",
            clientID: client
        )
        return Fixture(
            now: claims.now,
            userPoolID: pool,
            clientID: client,
            issuer: claims.issuer,
            jwks: String(decoding: try JSONWebKeySet([key]).json, as: UTF8.self),
            subjectPublicKeyInfo: Data(try key.publicKey.subjectPublicKeyInfo()),
            accessToken: try sign(claims.access(), with: key),
            idToken: try sign(claims.identity(), with: key),
            longToken: try longToken(claims, with: key)
        )
    }

    /// Reads what ``write(to:)`` wrote.
    init(folder: URL) throws {
        self = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: folder.appending(path: "fixture.json")))
    }

    private init(
        now: Int64,
        userPoolID: String,
        clientID: String,
        issuer: String,
        jwks: String,
        subjectPublicKeyInfo: Data,
        accessToken: String,
        idToken: String,
        longToken: String
    ) {
        self.now = now
        self.userPoolID = userPoolID
        self.clientID = clientID
        self.issuer = issuer
        self.jwks = jwks
        self.subjectPublicKeyInfo = subjectPublicKeyInfo
        self.accessToken = accessToken
        self.idToken = idToken
        self.longToken = longToken
    }

    /// Writes the tokens for other programs to verify.
    func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try JSONEncoder().encode(self).write(to: folder.appending(path: "fixture.json"))
    }

    private static func sign(_ payload: String, with key: SigningKey) throws -> String {
        String(decoding: try key.sign(payload: Array(payload.utf8)), as: UTF8.self)
    }

    /// Fills a claim until the token is as long as tokens may be.
    private static func longToken(_ claims: ServiceClaims, with key: SigningKey) throws -> String {
        let limit = UnverifiedToken.maximumByteCount
        let short = try sign(claims.access(filler: ""), with: key).utf8.count
        var count = (limit - short) * 3 / 4 + 4
        var token = ""
        repeat {
            count -= 1
            token = try sign(claims.access(filler: String(repeating: "x", count: count)), with: key)
        } while token.utf8.count > limit
        return token
    }
}

/// Claims in the order and with the members of the service's tokens.
private struct ServiceClaims {
    let now: Int64
    let issuer: String
    let clientID: String

    private var times: String { #""auth_time":\#(now - 60),"exp":\#(now + 86_340),"iat":\#(now - 60)"# }
    private let user = "7c1f4a60-3f5e-4d0b-9b7e-1f2a3b4c5d6e"
    private let ids = """
        "origin_jti":"0a1b2c3d-0000-4000-8000-000000000001","event_id":"0a1b2c3d-0000-4000-8000-000000000002",\
        "jti":"0a1b2c3d-0000-4000-8000-000000000003"
        """

    func access(filler: String? = nil) -> String {
        """
        {"sub":"\(user)","cognito:groups":["admins","staff"],"iss":"\(issuer)","version":2,"client_id":"\(clientID)",\
        \(ids),"token_use":"access","scope":"openid profile api/read",\(times),\
        \(filler.map { #""filler":"\#($0)","# } ?? "")"username":"\(user)"}
        """
    }

    func identity() -> String {
        """
        {"sub":"\(user)","cognito:groups":["admins","staff"],"email_verified":true,"iss":"\(issuer)",\
        "cognito:username":"\(user)","given_name":"Ada","family_name":"Lovelace","aud":"\(clientID)",\
        \(ids),"token_use":"id",\(times),"email":"ada@example.org"}
        """
    }
}
