internal import CognitoClient
public import CognitoWire

/// How tokens are refreshed.
public enum RefreshMethod: Hashable, Sendable {
    /// `GetTokensFromRefreshToken`, which works whether the app client rotates refresh tokens or not, and the older
    /// flow where an endpoint does not know that operation.
    case automatic
    /// `GetTokensFromRefreshToken` only.
    case rotation
    /// The flow `REFRESH_TOKEN_AUTH`, which the service refuses for app clients that rotate refresh tokens.
    case classic
}

extension UserPool {
    /// Makes new tokens out of the refresh token.
    ///
    /// Keep what comes back before using it: with rotation the old refresh token is about to stop working.
    ///
    /// - Parameters:
    ///   - session: The session of the last sign-in or refresh.
    ///   - metadata: What the triggers are given.
    /// - Returns: The session with new tokens; the refresh token is the old one where the service sends no other.
    /// - Throws: ``UserPoolError``, with ``UserPoolError/Code/noRefreshToken`` among others. Only an error whose
    ///   `remedy` is `signInAgain` means that the session is over.
    public func refresh(
        _ session: UserSession,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> UserSession {
        guard let refreshToken = session.tokens.refreshToken else {
            throw UserPoolError(.noRefreshToken, "there is no refresh token; sign in again")
        }
        return try await observed("refresh") { () throws(UserPoolError) in
            guard let result = try await refresh(refreshToken, of: session, metadata: metadata) else {
                throw UserPoolError(.malformedAnswer, "the service answered a refresh without tokens")
            }
            return UserSession(tokens: try TokenSet(result, keeping: refreshToken), device: session.device)
        }
    }

    /// Ends this session on the service's side (`RevokeToken`): the refresh token and the access tokens made of it.
    ///
    /// Tokens that are out already still verify offline until they expire.
    ///
    /// - Parameter refreshToken: The session's refresh token.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/misconfigured`` or ``UserPoolError/Code/serviceFailed``
    ///   if the app client does not revoke tokens (see ``TokenSet/canBeRevoked``).
    public func revoke(_ refreshToken: Sensitive<String>) async throws(UserPoolError) {
        _ = try await call(
            RevokeToken.self,
            RevokeTokenRequest(
                clientID: Sensitive(appClient.id),
                token: refreshToken,
                clientSecret: appClient.secret.map { Sensitive($0.text) }
            )
        )
    }

    /// Signs the user out everywhere (`GlobalSignOut`): every refresh token of the user stops working.
    ///
    /// Access and ID tokens that are out already still verify offline until they expire.
    ///
    /// - Parameter accessToken: The user's access token.
    /// - Throws: ``UserPoolError``.
    public func signOutEverywhere(accessToken: Sensitive<String>) async throws(UserPoolError) {
        _ = try await call(GlobalSignOut.self, GlobalSignOutRequest(accessToken: accessToken))
    }

    private func refresh(
        _ refreshToken: Sensitive<String>,
        of session: UserSession,
        metadata: [String: String]
    ) async throws(UserPoolError) -> AuthenticationResultType? {
        if refreshMethod == .classic {
            return try await refreshClassically(refreshToken, of: session, metadata: metadata)
        }
        do throws(UserPoolError) {
            return try await refreshWithRotation(refreshToken, of: session, metadata: metadata)
        } catch {
            guard refreshMethod == .automatic, error.answer?.isUnknownOperation == true else { throw error }
            return try await refreshClassically(refreshToken, of: session, metadata: metadata)
        }
    }

    /// `GetTokensFromRefreshToken`, which takes the client secret itself and no hash.
    private func refreshWithRotation(
        _ refreshToken: Sensitive<String>,
        of session: UserSession,
        metadata: [String: String]
    ) async throws(UserPoolError) -> AuthenticationResultType? {
        try await call(
            GetTokensFromRefreshToken.self,
            GetTokensFromRefreshTokenRequest(
                clientID: Sensitive(appClient.id),
                refreshToken: refreshToken,
                clientMetadata: metadata.orNil,
                clientSecret: appClient.secret.map { Sensitive($0.text) },
                deviceKey: session.device?.key
            )
        ).authenticationResult
    }

    /// `REFRESH_TOKEN_AUTH`, whose secret hash is made of the canonical username.
    private func refreshClassically(
        _ refreshToken: Sensitive<String>,
        of session: UserSession,
        metadata: [String: String]
    ) async throws(UserPoolError) -> AuthenticationResultType? {
        var parameters = ["REFRESH_TOKEN": refreshToken.value]
        parameters["SECRET_HASH"] = try appClient.secretHash(for: session.username)
        parameters["DEVICE_KEY"] = session.device?.key
        return try await call(
            InitiateAuth.self,
            InitiateAuthRequest(
                authFlow: .refreshTokenAuth,
                clientID: Sensitive(appClient.id),
                analyticsMetadata: context.analytics,
                authParameters: Sensitive(parameters),
                clientMetadata: metadata.orNil,
                userContextData: context.userData
            )
        ).authenticationResult
    }
}

extension CognitoClientError {
    /// Whether the endpoint does not have the operation, or not for this app client: an older stand-in for the service,
    /// as a rule.
    fileprivate var isUnknownOperation: Bool {
        let codes = [
            "InvalidAction", "NotImplemented", "UnknownOperation", "UnknownOperationException", "Unsupported",
            "UnsupportedOperationException",
        ]
        return httpStatus == 501 || serviceCode.map { codes.contains($0.rawValue) } == true
    }
}
