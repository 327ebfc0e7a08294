internal import ByteCoding
internal import CognitoWire

/// How far one sign-in has come: what is remembered between two calls.
struct SignInProgress: Codable, Hashable {
    /// Who signs in; `nil` if nobody has the name, which the client hides.
    let sub: String?
    /// The `USERNAME` of its challenges.
    let username: String
    let flow: Flow
    /// Whether an administrator answers the challenges.
    let isAdministrative: Bool
    /// Whether the pool's own page answers them, and nobody else.
    var isHosted = false
    /// The device that the client says it is.
    var deviceKey: String?
    /// The factor that came first; `nil` before it.
    var firstFactor: FirstFactor?
    var passedSecondFactor = false
    var passedDevice = false
    /// Whether a new password took the place of a temporary one on the way.
    var changedPassword = false
    /// `SRP_A`, if it came before it was asked for.
    var clientPublicKey: String?
    /// The rounds of a custom flow so far.
    var rounds: [CustomChallengeResult] = []

    /// Why its tokens are made, as a trigger is told.
    var tokenSource: TokenGenerationSource {
        if changedPassword { return .newPasswordChallenge }
        return passedDevice ? .authenticateDevice : .authentication
    }

    /// How it began.
    enum Flow: String, Codable {
        case srp
        case password
        case custom
        case choice
    }

    /// What showed first who signs in.
    enum FirstFactor: String, Codable {
        case password
        case emailCode
        case smsCode
        case passkey
        case custom
        /// The code of a sign-up just finished.
        case signUp
    }
}

/// What a challenge that waits for its answer remembers.
struct ChallengeState: Codable, Hashable {
    var progress: SignInProgress
    /// The code that answers it, if it is one that was sent.
    var code: String?
    /// The address that the code went to, if the answer verifies it.
    var address: String?
    /// The secret of an authenticator app that is being set up, in base32.
    var appSecret: String?
    /// Whether the set-up that was asked for is done.
    var isSetUp = false
    /// What a trigger wants to see again when the answer comes.
    var privateParameters: [String: String]?
    var metadata: String?
    /// The challenge of a passkey, base64url.
    var passkeyChallenge: String?

    init(_ progress: SignInProgress) {
        self.progress = progress
    }
}
