/// Where a sign-in stands after a call.
public enum SignInStep: Sendable {
    /// The user is signed in.
    case signedIn(SignedIn)
    /// The service asks for more; go on with ``UserPool/answer(_:with:metadata:)``, here or in another process.
    case challenge(SignInChallenge)
    /// The user must confirm the sign-up first (`UserNotConfirmedException`).
    case confirmSignUp(UserPoolError)
    /// The user must set a new password first, with a code (`PasswordResetRequiredException`).
    case resetPassword(UserPoolError)
}

/// A finished sign-in.
public struct SignedIn: Sendable {
    /// What to keep.
    ///
    /// Its device replaces what was known of one before: without a device there, forget the old one.
    public let session: UserSession
    /// What became of the device.
    public let device: DeviceOutcome

    /// The tokens.
    public var tokens: TokenSet { session.tokens }
}

/// How a sign-in begins.
public enum SignInFlow: Hashable, Sendable {
    /// `USER_SRP_AUTH`: the password is proved and never sent.
    case srp
    /// `USER_PASSWORD_AUTH`: the password is sent over TLS; what a user-migration trigger needs.
    case password
    /// `CUSTOM_AUTH`: the pool's triggers ask; with a password, SRP comes first and the triggers go on from there.
    case custom
    /// `USER_AUTH`: the user chooses how to sign in. The service asks for the preferred factor at once if the user has it,
    /// and else which one it shall be.
    case choice(preferring: FirstFactor? = nil)
}

/// What is different in one sign-in.
public struct SignInOptions: Hashable, Sendable {
    /// What to do about a new device that the pool offers.
    public var devicePolicy: DevicePolicy
    /// What the triggers are given (`ClientMetadata`).
    public var metadata: [String: String]

    /// The usual way: new devices are confirmed, and triggers are given nothing.
    public init(devicePolicy: DevicePolicy = .confirm(name: nil), metadata: [String: String] = [:]) {
        self.devicePolicy = devicePolicy
        self.metadata = metadata
    }
}
