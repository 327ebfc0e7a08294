import ByteCoding
import CognitoWire
import UserPoolKit

/// Where a sign-in stands, or what came of a refresh, as the gateway says it.
struct AuthResult: Encodable {
    private let status: String
    private var tokens: Tokens?
    private var user: User?
    private var device: String?
    private var challenge: ChallengeBody?

    /// The user is signed in; `device` is what the next sign-in and each refresh should come with.
    ///
    /// - Throws: `CryptoError` or `EncodingError`.
    init(_ session: UserSession, at now: UnixTime, sealedBy sealer: Sealer) throws {
        status = "signedIn"
        tokens = Tokens(session.tokens, at: now)
        user = User(username: session.username, sub: session.subject)
        device = try session.device.map { try sealer.seal($0) }
    }

    /// The service asks for more.
    init(_ challenge: ChallengeBody) {
        status = "challenge"
        self.challenge = challenge
    }

    private struct Tokens: Encodable {
        let accessToken: String
        let idToken: String?
        let refreshToken: String?
        let tokenType: String
        let expiresIn: Int64
        let accessTokenExpiresAt: Int64
        let idTokenExpiresAt: Int64?

        init(_ tokens: TokenSet, at now: UnixTime) {
            accessToken = tokens.accessToken.value
            idToken = tokens.idToken?.value
            refreshToken = tokens.refreshToken?.value
            tokenType = tokens.tokenType
            accessTokenExpiresAt = UnixTime(tokens.accessTokenExpiresAt).seconds
            idTokenExpiresAt = tokens.idTokenExpiresAt.map { UnixTime($0).seconds }
            expiresIn = max(0, accessTokenExpiresAt.subtractingReportingOverflow(now.seconds).partialValue)
        }
    }

    private struct User: Encodable {
        let username: String
        let sub: String
    }
}
