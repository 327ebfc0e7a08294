import ByteCoding
import CognitoWire
import Foundation
import UserPoolKit

/// Where a sign-in stands, as the gateway says it.
struct AuthResult: Encodable {
    private let status: String
    private var tokens: Tokens?
    private var user: User?
    private var challenge: ChallengeBody?

    /// The user is signed in.
    init(_ tokens: TokenSet, at now: UnixTime) {
        status = "signedIn"
        self.tokens = Tokens(tokens, at: now)
        user = User(username: tokens.username, sub: tokens.subject)
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
            accessTokenExpiresAt = tokens.accessTokenExpiresAt.epochSeconds
            idTokenExpiresAt = tokens.idTokenExpiresAt?.epochSeconds
            expiresIn = max(0, accessTokenExpiresAt.subtractingReportingOverflow(now.seconds).partialValue)
        }
    }

    private struct User: Encodable {
        let username: String
        let sub: String
    }
}

extension Date {
    /// Whole seconds since the epoch, rounded down.
    fileprivate var epochSeconds: Int64 {
        Int64(exactly: timeIntervalSince1970.rounded(.down)) ?? 0
    }
}
