public import CognitoWire
public import FoundationEssentials

/// What is kept of a signed-in user: the tokens, and the device that they are bound to.
///
/// A value that can be stored, sealed or handed to another process. It signs the user in: keep it as safe as a password.
public struct UserSession: Codable, Sendable {
    /// The tokens.
    public var tokens: TokenSet
    /// The device that the tokens are bound to; a refresh must name it.
    ///
    /// `nil` in a pool that remembers no devices.
    public var device: DeviceCredentials?

    /// Puts a session together.
    public init(tokens: TokenSet, device: DeviceCredentials? = nil) {
        self.tokens = tokens
        self.device = device
    }

    /// The canonical username.
    public var username: String { tokens.username }
    /// The user's id.
    public var subject: String { tokens.subject }
    /// The access token.
    public var accessToken: Sensitive<String> { tokens.accessToken }

    /// Whether a token expires within `margin` of `now`, a time by the service's clock.
    public func isAboutToExpire(at now: Date, margin: Duration) -> Bool {
        let seconds = Double(margin.components.seconds) + Double(margin.components.attoseconds) / 1e18
        let limit = now.addingTimeInterval(seconds)
        return tokens.accessTokenExpiresAt <= limit || tokens.idTokenExpiresAt.map { $0 <= limit } == true
    }
}
