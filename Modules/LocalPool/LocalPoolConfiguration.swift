public import ByteCoding
public import CognitoJWTSigning
public import CryptoPrimitives
public import HTTPTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// How a local pool is made: where it keeps its data, which ids it has, and where time and randomness come from.
///
/// Everything has a default: `LocalPoolConfiguration()` makes a pool in memory, with ids of its own.
public struct LocalPoolConfiguration: Sendable {
    /// The path of the data file, made if it is not there; `nil` keeps everything in memory.
    ///
    /// The file holds verifiers and private keys. It is made with mode 0600, its folder, if missing, with mode 0700.
    public var file: String?
    /// What stands before the first `_` of a pool id that the pool makes up.
    public var region = "local"
    /// The id of the pool made at start, `region_name`; `nil` takes the one in the data file, or a new one.
    public var poolID: String?
    /// The name of the pool made at start.
    public var poolName = "local"
    /// The id of the app client made at start, 26 digits and lower-case letters; `nil` as for ``poolID``.
    public var clientID: String?
    /// The secret of the app client made at start, 24 to 64 letters and digits; `nil` makes a client without secret.
    ///
    /// A client that is in the data file keeps what it has.
    public var clientSecret: SecretBytes?
    /// The address under which clients reach the pool, without a slash at the end.
    public var endpoint = "http://127.0.0.1:9229"
    /// What the issuers of tokens look like.
    public var issuerForm = IssuerForm.ownAddress
    /// Whether the pool does as the service where it could be of more help.
    public var mode = PoolMode.lenient
    /// The code of every message, one to eight digits, for demonstrations; `nil` draws six digits each time.
    ///
    /// A pool in ``PoolMode/strict`` takes none.
    public var fixedCode: String?
    /// Keys that sign the tokens of new pools in place of new keys, so that tests with many pools make keys once.
    public var signingKeys: [SigningKey] = []
    /// The time of day.
    public var clock: @Sendable () -> UnixTime
    /// Where codes, ids and secrets come from.
    public var random: RandomBytes = .system
    /// The triggers of the pool made at start; those of others, and later changes, are
    /// ``LocalPool/setTrigger(_:for:poolID:)``'s.
    public var triggers: [TriggerKind: any TriggerHandler] = [:]
    /// What sends the requests of triggers that are HTTP hooks by a seed or the data file; without it there are none.
    public var hooks: (any HTTPTransport)?
    /// How long a trigger may take for an answer; the service's limit unless it says otherwise.
    ///
    /// After that the event is sent again, three times in all.
    public var triggerTimeLimit = Duration.seconds(5)
    /// Where e-mails go besides the inbox; `nil` sends none.
    ///
    /// They go after the transaction that caused them, before the caller has the answer. If one does not leave, the caller
    /// hears a `CodeDeliveryFailureException`, as in the service; what the call did stays.
    public var mail: (any MailTransport)?
    /// How long an e-mail may take to leave.
    public var mailTimeLimit = Duration.seconds(10)
    /// Returns when that much time has gone by.
    package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// Called with each message after it is stored, and before the caller has the answer.
    public var deliver: @Sendable (DeliveredMessage) -> Void = { _ in }

    /// A pool in memory.
    ///
    /// - Parameter file: The path of the data file, or `nil` for none.
    public init(file: String? = nil) {
        self.file = file
        clock = Self.systemClock
    }

    /// The system's time of day, to the millisecond.
    public static let systemClock: @Sendable () -> UnixTime = {
        UnixTime(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
