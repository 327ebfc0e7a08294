internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB
internal import HTTPTransport

/// What one call may use: the moment, randomness and the store, all within one transaction.
final class Call {
    let db: Database
    /// When the call arrived; the same throughout.
    let now: UnixTime
    let random: RandomBytes
    let decoy: Decoy
    let keyring: Keyring
    /// The pool's own address.
    let endpoint: String
    let issuerForm: IssuerForm
    let mode: PoolMode
    /// Whether new pools and clients may ask for their ids.
    var takesCustomIDs: Bool
    /// The code of every message, if it is fixed.
    let fixedCode: String?
    /// What stands before the underscore of new user pools' ids, and before the colon of identity pools' and identities'.
    let region: String
    /// Keys for new pools, to spare making any.
    let givenSigningKeys: [SigningKey]
    /// What was sent, to be announced once the transaction holds.
    private(set) var messages: [DeliveredMessage] = []
    let triggers: TriggerBoard
    /// The way out for e-mails, if there is one.
    let courier: MailCourier?
    /// What is done once the transaction holds, in this order.
    private(set) var aftermath: [@Sendable () async -> Refusal?] = []
    /// Whether what is sent gets lost on its way: it reaches neither the inbox nor anybody.
    var losesMessages = false
    /// The server's half of an SRP exchange, once it was asked for.
    var knownEphemeral: SRPEphemeral?
    private var outside: OutsideResults.Reader

    init(db: Database, now: UnixTime, endpoint: String, environment: PoolEnvironment, attempt: CallAttempt) {
        self.db = db
        self.now = now
        self.endpoint = endpoint
        random = attempt.random
        outside = OutsideResults.Reader(attempt.results)
        decoy = environment.decoy
        keyring = environment.keyring
        issuerForm = environment.issuerForm
        mode = environment.mode
        takesCustomIDs = environment.mode == .lenient
        fixedCode = environment.fixedCode
        triggers = environment.triggers
        courier = environment.courier
        region = environment.region
        givenSigningKeys = environment.signingKeys
    }

    /// What takes its time, or may not happen twice, and so is done outside the transaction: the first time that a call
    /// asks, it ends here without a trace; it begins anew when the result is there.
    ///
    /// So a call must be a function of the store, its request, ``now``, ``random`` and the results of this.
    ///
    /// - Parameters:
    ///   - key: What the work depends on; another key means other work.
    ///   - body: The work.
    /// - Returns: Its result.
    /// - Throws: ``OutsideWork`` as long as there is none, to be passed on by everybody.
    func outside<Value: Sendable>(
        _ key: some Hashable & Sendable,
        _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        try outside.next(key, body)
    }

    /// What is done once the transaction holds, and is waited for; nothing can undo the call any more.
    ///
    /// - Parameter body: The work; the first refusal of all is what the caller hears.
    func afterwards(_ body: @escaping @Sendable () async -> Refusal?) {
        aftermath.append(body)
    }

    /// Stores a message, and announces it when the call is over.
    ///
    /// - Returns: The message; `nil` if it got lost.
    @discardableResult
    func send(_ message: MessageRecord) throws -> DeliveredMessage? {
        guard !losesMessages else { return nil }
        var message = message
        try message.insert(db)
        messages.append(message.delivered)
        return message.delivered
    }

    /// A new code for a message.
    func makeCode() throws -> String {
        try fixedCode ?? random.makeCode()
    }

    /// The id under which an opaque text is stored: its SHA-256.
    func storedID(of text: String) throws -> String {
        Base64URL.encode(try SHA256.digest(of: Array(text.utf8)))
    }

    /// The `iss` of a pool's tokens.
    func issuer(of poolID: String) -> String {
        issuerForm.issuer(of: poolID, endpoint: endpoint)
    }
}

/// What a call brings along from its earlier beginnings.
struct CallAttempt: Sendable {
    let random: RandomBytes
    let results: OutsideResults
}

/// What all calls of one pool share.
struct PoolEnvironment: Sendable {
    let random: RandomBytes
    let decoy: Decoy
    let keyring: Keyring
    let issuerForm: IssuerForm
    let mode: PoolMode
    let fixedCode: String?
    let triggers: TriggerBoard
    /// What sends the requests of triggers that are HTTP hooks.
    let hooks: (any HTTPTransport)?
    let courier: MailCourier?
    let region: String
    let signingKeys: [SigningKey]
}
