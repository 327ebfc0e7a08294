internal import CognitoWire
internal import CryptoPrimitives
internal import Synchronization

/// The rules by which calls go wrong on purpose.
final class Chaos: Sendable {
    private let state = Mutex<[ChaosRule]>([])

    /// The rules in force.
    var rules: [ChaosRule] {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// What happens to one call: every rule that concerns it is drawn for in its turn, the first error counts.
    ///
    /// - Parameters:
    ///   - operation: The operation's name, or the path of an OAuth endpoint.
    ///   - random: Where the lots come from; nothing is drawn for rules that always or never apply.
    /// - Returns: What to do; nothing at all if no rule applies.
    /// - Throws: `CryptoError` if the source of randomness fails.
    func fate(of operation: String, _ random: RandomBytes) throws(CryptoError) -> Fate {
        var fate = Fate()
        for rule in rules where rule.concerns(operation) {
            guard try Self.isHit(rule.rate, random) else { continue }
            fate.latency += rule.latency ?? .zero
            fate.losesMessages = fate.losesMessages || rule.dropsMessages
            fate.error = fate.error ?? rule.error.map { ServiceErrorCode(rawValue: $0) }
        }
        return fate
    }

    /// What happens to one call.
    struct Fate: Sendable {
        var latency = Duration.zero
        var error: ServiceErrorCode?
        var losesMessages = false

        /// Whether anything happens at all.
        var isEventful: Bool { latency > .zero || error != nil || losesMessages }

        /// The refusal that the call meets instead of being performed.
        var refusal: Refusal? {
            error.map { Refusal($0, reason) }
        }

        /// The same at an OAuth endpoint, which has no name for most errors of operations.
        var endpointRefusal: OAuthRefusal? {
            error.map { code in
                let known = OAuthRefusal.Code(rawValue: code.rawValue)
                let nearest = code == .tooManyRequests ? OAuthRefusal.Code.temporarilyUnavailable : .serverError
                return OAuthRefusal(known ?? nearest, reason)
            }
        }

        private var reason: String {
            error == .tooManyRequests ? "Too many requests" : "A chaos rule of the local pool says so"
        }
    }

    private static func isHit(_ rate: Double, _ random: RandomBytes) throws(CryptoError) -> Bool {
        guard rate > 0 else { return false }
        guard rate < 1 else { return true }
        let number = try random.make(count: 4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Double(number) / 0x1p32 < rate
    }
}

extension LocalPool {
    private static var greatestNumberOfRules: Int { 100 }

    /// The rules by which calls go wrong on purpose; none unless they were set.
    public var chaosRules: [ChaosRule] {
        chaos.rules
    }

    /// Sets the rules by which calls go wrong from now on, in place of those before.
    ///
    /// Whether a rule applies to a call is drawn from the pool's source of randomness.
    ///
    /// - Parameter rules: At most 100.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/invalidConfiguration`` for an operation or an error that the
    ///   model does not know, a rate outside of 0 to 1, a latency of more than a minute, or a rule that does nothing; the
    ///   rules before stay in force.
    public func setChaosRules(_ rules: [ChaosRule]) throws(LocalPoolError) {
        guard rules.count <= Self.greatestNumberOfRules else {
            throw LocalPoolError(.invalidConfiguration, "there are at most \(Self.greatestNumberOfRules) rules")
        }
        for rule in rules { try rule.check() }
        chaos.rules = rules
    }
}
