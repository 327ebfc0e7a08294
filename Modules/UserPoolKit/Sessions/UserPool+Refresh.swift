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
        return try await refresh(
            with: refreshToken,
            username: session.username,
            device: session.device,
            metadata: metadata
        )
    }

    /// Makes new tokens out of a refresh token alone, for whoever keeps nothing else.
    ///
    /// - Parameters:
    ///   - refreshToken: The refresh token.
    ///   - username: The canonical username, which the older flow needs if the app client has a secret; `nil` takes the
    ///     device's.
    ///   - device: The device that the tokens are bound to; `nil` in a pool that remembers no devices.
    ///   - metadata: What the triggers are given.
    /// - Returns: The session; the refresh token is the old one where the service sends no other.
    /// - Throws: ``UserPoolError``; with ``UserPoolError/Code/invalidParameter`` before anything is sent if the username
    ///   is needed and not known.
    public func refresh(
        with refreshToken: Sensitive<String>,
        username: String? = nil,
        device: DeviceCredentials? = nil,
        metadata: [String: String] = [:]
    ) async throws(UserPoolError) -> UserSession {
        let refresh = Refresh(
            token: refreshToken,
            username: username ?? device?.username,
            deviceKey: device?.key,
            metadata: metadata
        )
        return try await observed("refresh") { () throws(UserPoolError) in
            guard let result = try await send(refresh) else {
                throw UserPoolError(.malformedAnswer, "the service answered a refresh without tokens")
            }
            return UserSession(tokens: try TokenSet(result, keeping: refreshToken), device: device)
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

    private func send(_ refresh: Refresh) async throws(UserPoolError) -> AuthenticationResultType? {
        if refreshMethod == .classic { return try await sendClassically(refresh) }
        do throws(UserPoolError) {
            return try await sendWithRotation(refresh)
        } catch {
            guard refreshMethod == .automatic, error.answer?.isUnknownOperation == true else { throw error }
            return try await sendClassically(refresh)
        }
    }

    /// `GetTokensFromRefreshToken`, which takes the client secret itself and no hash.
    private func sendWithRotation(_ refresh: Refresh) async throws(UserPoolError) -> AuthenticationResultType? {
        try await call(
            GetTokensFromRefreshToken.self,
            GetTokensFromRefreshTokenRequest(
                clientID: Sensitive(appClient.id),
                refreshToken: refresh.token,
                clientMetadata: refresh.metadata.orNil,
                clientSecret: appClient.secret.map { Sensitive($0.text) },
                deviceKey: refresh.deviceKey
            )
        ).authenticationResult
    }

    /// `REFRESH_TOKEN_AUTH`, whose secret hash is made of the canonical username.
    private func sendClassically(_ refresh: Refresh) async throws(UserPoolError) -> AuthenticationResultType? {
        var parameters = ["REFRESH_TOKEN": refresh.token.value]
        if appClient.secret != nil {
            guard let username = refresh.username else {
                throw UserPoolError(.invalidParameter, "a refresh for an app client with a secret needs the username")
            }
            parameters["SECRET_HASH"] = try appClient.secretHash(for: username)
        }
        parameters["DEVICE_KEY"] = refresh.deviceKey
        return try await call(
            InitiateAuth.self,
            InitiateAuthRequest(
                authFlow: .refreshTokenAuth,
                clientID: Sensitive(appClient.id),
                analyticsMetadata: context.analytics,
                authParameters: Sensitive(parameters),
                clientMetadata: refresh.metadata.orNil,
                userContextData: context.userData
            )
        ).authenticationResult
    }
}

/// What a refresh is made of.
private struct Refresh {
    let token: Sensitive<String>
    let username: String?
    let deviceKey: String?
    let metadata: [String: String]
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
