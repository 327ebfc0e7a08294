internal import CognitoClient
internal import CognitoWire

/// How tokens are refreshed.
public struct RefreshMethod: Hashable, Sendable {
    private enum Kind { case automatic, rotation, classic }
    private let kind: Kind

    /// `GetTokensFromRefreshToken`, which works whether the app client rotates refresh tokens or not, and the older flow
    /// where an endpoint does not know that operation.
    public static let automatic = Self(kind: .automatic)
    /// `GetTokensFromRefreshToken` only.
    public static let rotation = Self(kind: .rotation)
    /// The flow `REFRESH_TOKEN_AUTH`, which the service refuses for app clients that rotate refresh tokens.
    public static let classic = Self(kind: .classic)
}

extension UserPool {
    /// Makes new tokens out of the refresh token.
    ///
    /// Keep what comes back before using it: with rotation the old refresh token is about to stop working.
    ///
    /// - Parameters:
    ///   - tokens: The tokens of the last sign-in or refresh.
    ///   - metadata: What the triggers are given.
    /// - Returns: New tokens; the refresh token is the old one where the service sends no other.
    /// - Throws: Besides what every call throws, ``UserPoolError`` with ``UserPoolError/Code/noRefreshToken``. Only an
    ///   error whose `remedy` is `signInAgain` means that the session is over.
    public func refresh(_ tokens: TokenSet, metadata: [String: String] = [:]) async throws -> TokenSet {
        guard let refreshToken = tokens.refreshToken else {
            throw UserPoolError(.noRefreshToken, "there is no refresh token; sign in again")
        }
        let result: AuthenticationResultType?
        switch refreshMethod {
        case .classic:
            result = try await refreshClassically(refreshToken, username: tokens.username, metadata: metadata)
        case .rotation:
            result = try await refreshWithRotation(refreshToken, metadata: metadata)
        default:
            do {
                result = try await refreshWithRotation(refreshToken, metadata: metadata)
            } catch let error as CognitoClientError where error.isUnknownOperation {
                result = try await refreshClassically(refreshToken, username: tokens.username, metadata: metadata)
            }
        }
        guard let result else {
            throw UserPoolError(.malformedAnswer, "the service answered a refresh without tokens")
        }
        return try TokenSet(result, keeping: refreshToken)
    }

    /// `GetTokensFromRefreshToken`, which takes the client secret itself and no hash.
    private func refreshWithRotation(
        _ refreshToken: Sensitive<String>,
        metadata: [String: String]
    ) async throws -> AuthenticationResultType? {
        try await cognito.call(
            GetTokensFromRefreshToken.self,
            GetTokensFromRefreshTokenRequest(
                clientID: Sensitive(appClient.id),
                refreshToken: refreshToken,
                clientMetadata: metadata.orNil,
                clientSecret: appClient.secret.map { Sensitive($0.text) }
            )
        ).authenticationResult
    }

    /// `REFRESH_TOKEN_AUTH`, whose secret hash is made of the canonical username.
    private func refreshClassically(
        _ refreshToken: Sensitive<String>,
        username: String,
        metadata: [String: String]
    ) async throws -> AuthenticationResultType? {
        var parameters = ["REFRESH_TOKEN": refreshToken.value]
        parameters["SECRET_HASH"] = try appClient.secretHash(for: username)
        return try await cognito.call(
            InitiateAuth.self,
            InitiateAuthRequest(
                authFlow: .refreshTokenAuth,
                clientID: Sensitive(appClient.id),
                authParameters: Sensitive(parameters),
                clientMetadata: metadata.orNil
            )
        ).authenticationResult
    }
}

extension CognitoClientError {
    /// Whether the endpoint does not have the operation: an older stand-in for the service, as a rule.
    fileprivate var isUnknownOperation: Bool {
        let codes = ["UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented"]
        return httpStatus == 501 || serviceCode.map { codes.contains($0.rawValue) } == true
    }
}
