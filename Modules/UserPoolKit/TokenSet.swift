public import CognitoWire
public import FoundationEssentials

/// The tokens of a signed-in user.
///
/// They come straight from the service over TLS, so that what they say of themselves is read without verifying them; a
/// token that somebody else hands over must be verified first.
public struct TokenSet: Codable, Sendable {
    /// The access token: what self-service calls and APIs take.
    public let accessToken: Sensitive<String>
    /// The ID token, which says who the user is; absent where the scope `openid` is.
    public let idToken: Sensitive<String>?
    /// The refresh token: what new tokens are made of.
    public let refreshToken: Sensitive<String>?
    /// `Bearer`.
    public let tokenType: String
    /// The `exp` of the access token.
    public let accessTokenExpiresAt: Date
    /// The `exp` of the ID token.
    public let idTokenExpiresAt: Date?
    /// The canonical username, from the access token.
    public let username: String
    /// The user's id, from the access token.
    public let subject: String
    /// What the service calls the device that was just used for the first time, if the pool tracks devices.
    public let newDevice: NewDevice?

    /// A device that waits for `ConfirmDevice`.
    public struct NewDevice: Codable, Hashable, Sendable {
        /// `DeviceKey`.
        public let key: String
        /// `DeviceGroupKey`.
        public let groupKey: String
    }

    /// Reads an answer of the service.
    ///
    /// - Parameters:
    ///   - result: The answer.
    ///   - refreshToken: The token that was refreshed with, kept if the answer brings no other.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/malformedAnswer`` or ``UserPoolError/Code/malformedToken``.
    init(_ result: AuthenticationResultType, keeping refreshToken: Sensitive<String>? = nil) throws {
        guard let accessToken = result.accessToken else {
            throw UserPoolError(.malformedAnswer, "the service answered a sign-in without an access token")
        }
        let access = try Self.claims(of: accessToken, named: "access token")
        self.accessToken = accessToken
        idToken = result.idToken
        self.refreshToken = result.refreshToken ?? refreshToken
        tokenType = result.tokenType ?? "Bearer"
        accessTokenExpiresAt = access.expiry
        idTokenExpiresAt = try result.idToken.map { try Self.claims(of: $0, named: "ID token").expiry }
        guard let username = access.payload["username"], let subject = access.payload["sub"] else {
            throw UserPoolError(.malformedToken, "the access token names no user")
        }
        self.username = username
        self.subject = subject
        newDevice = result.newDeviceMetadata.flatMap { device in
            guard let key = device.deviceKey, let groupKey = device.deviceGroupKey else { return nil }
            return NewDevice(key: key, groupKey: groupKey)
        }
    }
}
