internal import ByteCoding
internal import CognitoSRP
internal import CognitoWire
internal import CryptoPrimitives
internal import GRDB

/// What one call may use: the moment, randomness and the store, all within one transaction.
final class Call {
    let db: Database
    /// When the call arrived; the same throughout.
    let now: UnixTime
    let random: RandomBytes
    let decoy: Decoy
    let keyring: Keyring
    /// The address that issuers begin with.
    let endpoint: String
    /// The code of every message, if it is fixed.
    let fixedCode: String?
    /// What was sent, to be announced once the transaction holds.
    private(set) var messages: [DeliveredMessage] = []

    init(db: Database, now: UnixTime, endpoint: String, environment: PoolEnvironment) {
        self.db = db
        self.now = now
        self.endpoint = endpoint
        random = environment.random
        decoy = environment.decoy
        keyring = environment.keyring
        fixedCode = environment.fixedCode
    }

    /// Stores a message, and announces it when the call is over.
    func send(_ message: MessageRecord) throws {
        var message = message
        try message.insert(db)
        messages.append(message.delivered)
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
        "\(endpoint)/\(poolID)"
    }
}

/// What all calls of one pool share.
struct PoolEnvironment: Sendable {
    let random: RandomBytes
    let decoy: Decoy
    let keyring: Keyring
    let fixedCode: String?
}
