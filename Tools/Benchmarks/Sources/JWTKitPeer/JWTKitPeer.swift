public import Foundation
import JWTKit

/// jwt-kit with the checks of an access token that ours makes; another library's `JWTError` stays in this module.
public struct JWTKitPeer: Sendable {
    private let keys = JWTKeyCollection()

    /// Takes the keys of a document.
    ///
    /// - Parameter jwks: The key-set document.
    /// - Throws: jwt-kit's errors.
    public init(jwks: String) async throws {
        try await keys.add(jwksJSON: jwks)
    }

    /// Verifies a token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - issuer: What `iss` must say.
    ///   - clientID: What `client_id` must say.
    ///   - now: The time to hold `exp` and `iat` against.
    /// - Returns: The user.
    /// - Throws: jwt-kit's errors.
    public func verify(_ token: String, issuer: String, clientID: String, at now: Date) async throws -> String {
        let claims = try await keys.verify(token, as: AccessClaims.self)
        try claims.check(issuer: issuer, clientID: clientID, at: now)
        return claims.sub.value
    }
}

/// The claims of an access token that are checked or handed on.
private struct AccessClaims: JWTPayload {
    let sub: SubjectClaim
    let iss: IssuerClaim
    let exp: ExpirationClaim
    let iat: IssuedAtClaim
    let authenticatedAt: Date
    let clientID: String
    let tokenUse: String
    let scope: String
    let groups: [String]
    let username: String

    enum CodingKeys: String, CodingKey {
        case sub, iss, exp, iat, scope, username
        case authenticatedAt = "auth_time"
        case clientID = "client_id"
        case tokenUse = "token_use"
        case groups = "cognito:groups"
    }

    /// The checks need a time and rules, which are passed to `check` instead.
    func verify(using algorithm: some JWTAlgorithm) {}

    func check(issuer: String, clientID: String, at now: Date) throws {
        try exp.verifyNotExpired(currentDate: now)
        guard iss.value == issuer, self.clientID == clientID, tokenUse == "access", iat.value <= now else {
            throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "refused")
        }
    }
}
