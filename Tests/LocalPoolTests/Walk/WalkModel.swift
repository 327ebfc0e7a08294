/// The rules of a pool, told a second time and as plainly as they can be: no store, no cryptography, no wire.
///
/// Time is whole seconds. What the pool draws by lot (codes, texts of sessions, tokens) the model never sees, but for codes,
/// which it hands to whoever answers rightly. Each step says what must come of it.
struct WalkModel {
    let settings: WalkSettings
    var now: Int64 = 0
    var users: [String: User] = [:]
    var locks: [Lock.Name: Lock] = [:]
    var sessions: [Session] = []
    var proofs: [Proof] = []
    var signIns: [SignIn] = []
    /// What the messages that were sent last are for, in their order.
    var sent: [Message] = []
    private var lastNumber = 0

    init(_ settings: WalkSettings) {
        self.settings = settings
    }

    /// What comes of a step.
    enum Outcome: Equatable {
        case done
        case refused(String)
        /// A challenge by its name, to be answered with a session, or with a proof.
        case challenge(String)
        /// Tokens, and whether a device is offered with them.
        case tokens(offersDevice: Bool)

        static let notAuthorized = refused("NotAuthorizedException")
        static let unknownDevice = refused("ResourceNotFoundException")
        static let weakPassword = refused("InvalidPasswordException")
        static let invalidParameter = refused("InvalidParameterException")
        static let userNotFound = refused("UserNotFoundException")
        static let expiredCode = refused("ExpiredCodeException")
        static let codeMismatch = refused("CodeMismatchException")
        static let limitExceeded = refused("LimitExceededException")
    }

    enum Status { case unconfirmed, confirmed, mustChangePassword }
    enum Purpose: Hashable { case signUp, recovery }
    enum Factor { case password, emailCode, custom }
    enum SecondFactor: String {
        case sms = "SMS_MFA"
        case app = "SOFTWARE_TOKEN_MFA"
    }

    struct User {
        /// Another for each life of a name.
        let number: Int
        var status: Status
        var isEnabled = true
        var password: String
        /// Another for each time that a password was set.
        var passwordNumber: Int
        var temporaryUntil: Int64?
        var isEmailVerified = false
        var usesSMS = false
        var app: App?
        /// The secret of an app that is being set up, by its number.
        var pendingSecret: Int?
        var preferred: SecondFactor?
        var codes: [Purpose: Code] = [:]
        var requests: [Purpose: [Int64]] = [:]
        var devices: [Int: Device] = [:]
    }

    /// An authenticator app.
    struct App {
        let secret: Int
        var isOn: Bool
        /// The last step whose code was taken.
        var lastStep: Int64
    }

    struct Code {
        var value = ""
        let expiresAt: Int64
        var failures = 0
    }

    struct Device {
        var isConfirmed = false
        var isRemembered = false
    }

    struct Lock {
        struct Name: Hashable {
            enum Kind { case password, code }
            let kind: Kind
            let username: String
        }

        var failures = 0
        var until: Int64 = .min
    }

    /// How far a sign-in has come.
    struct Progress {
        let username: String
        let userNumber: Int?
        var factor: Factor?
        var device: Int?
        var passedDevice = false
        var passedSecond = false
        /// Whether an administrator began it with the password.
        var isAdministrators = false
        /// The answers so far in a sign-in that triggers lead.
        var rounds = 0
    }

    struct Session {
        let challenge: String
        var progress: Progress
        let expiresAt: Int64
        var isSpent = false
        var failures = 0
        var code = ""
        /// The secret of an app that is set up in it, by its number, and whether that is done.
        var secret: Int?
        var isSetUp = false
    }

    struct Proof {
        let progress: Progress
        let isRight: Bool
        /// The password that it began with.
        let passwordNumber: Int?
        let isDevice: Bool
        let expiresAt: Int64
        var isSpent = false
    }

    /// What one sign-in led to: refresh tokens, and the access token that came last.
    struct SignIn {
        let username: String
        let userNumber: Int
        let device: Int?
        let offersDevice: Bool
        let refreshUntil: Int64
        var accessUntil: Int64
        var isRevoked = false
        /// When each of its refresh tokens was replaced, the first one first.
        var replacements: [Int64?] = [nil]
    }

    /// A message that was sent, and where its code is kept.
    enum Message: Equatable {
        case code(username: String, Purpose)
        case session(Int)
    }

    mutating func number() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Takes the code that a message brought.
    mutating func receive(_ code: String, for message: Message) {
        switch message {
        case .code(let username, let purpose): users[username]?.codes[purpose]?.value = code
        case .session(let index): sessions[index].code = code
        }
    }
}

/// How the pool of a walk is set up.
struct WalkSettings {
    /// Whether second factors are asked for: of nobody, of those who have one, of everybody.
    enum MFA: String {
        case off = "OFF"
        case optional = "OPTIONAL"
        case on = "ON"
    }

    var mfa = MFA.off
    var offersSMS = true
    /// How many seconds a replaced refresh token works; `nil` if they are not replaced.
    var rotationGrace: Int64?
    var tracksDevices = false
    var deviceSparesFactor = false
    var remembersOnPrompt = false
    var hidesUsers = true
}

// Locks, passwords and codes.
extension WalkModel {
    private static let quiet: Int64 = 900

    func isLocked(_ kind: Lock.Name.Kind, _ username: String) -> Bool {
        now < (locks[.init(kind: kind, username: username)]?.until ?? .min)
    }

    mutating func fail(_ kind: Lock.Name.Kind, _ username: String) {
        let name = Lock.Name(kind: kind, username: username)
        var lock = locks[name] ?? Lock()
        if lock.failures > 0, lock.until + Self.quiet <= now { lock = Lock() }
        lock.failures += 1
        var wait: Int64 = 0
        if lock.failures >= 5 {
            wait = 1
            for _ in 5..<lock.failures { wait = min(wait * 2, Self.quiet) }
        }
        lock.until = now + wait
        locks[name] = lock
    }

    mutating func succeed(_ kind: Lock.Name.Kind, _ username: String) {
        locks[.init(kind: kind, username: username)] = nil
    }

    static func isWeak(_ password: String) -> Bool { password == "weak" }

    mutating func setPassword(_ password: String, of username: String, temporaryUntil: Int64? = nil) {
        let number = number()
        users[username]?.password = password
        users[username]?.passwordNumber = number
        users[username]?.temporaryUntil = temporaryUntil
    }

    mutating func sendCode(_ purpose: Purpose, to username: String) -> Outcome {
        let recent = (users[username]?.requests[purpose] ?? []).filter { $0 > now - 3600 }
        guard recent.count < 5 else { return .limitExceeded }
        users[username]?.requests[purpose] = recent + [now]
        users[username]?.codes[purpose] = Code(expiresAt: now + (purpose == .signUp ? 86_400 : 3600))
        sent.append(.code(username: username, purpose))
        return .done
    }

    mutating func spendCode(_ answer: String, _ purpose: Purpose, of username: String) -> Outcome {
        guard let code = users[username]?.codes[purpose] else { return .expiredCode }
        if code.failures >= 5 { return .limitExceeded }
        if now >= code.expiresAt { return .expiredCode }
        guard answer == code.value else {
            users[username]?.codes[purpose]?.failures += 1
            return .codeMismatch
        }
        users[username]?.codes[purpose] = nil
        return .done
    }

    /// Whom a sign-in is about, as long as that one lives.
    func user(of progress: Progress) -> User? {
        guard let user = users[progress.username], user.number == progress.userNumber else { return nil }
        return user
    }
}
