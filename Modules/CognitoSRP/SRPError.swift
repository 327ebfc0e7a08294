/// A failure in the SRP exchange.
public struct SRPError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never a secret, a proof or a token.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// An open set of failures: a new one breaks nobody's `switch`.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case malformedPublicKey
            case degeneratePublicKey
            case degenerateScramble
            case malformedSalt
            case malformedSecretBlock
            case malformedVerifier
            case malformedPoolID
            case malformedTimestamp
            case proofMismatch
            case noRandomness
            case computationFailed
        }

        private let kind: Kind

        /// `SRP_A` or `SRP_B` is not a hexadecimal number below the prime.
        public static let malformedPublicKey = Self(kind: .malformedPublicKey)
        /// `SRP_A` or `SRP_B` is zero modulo the prime (RFC 5054 §2.5.3 and §2.5.4): the other side does not know the
        /// password and tries to do without it.
        public static let degeneratePublicKey = Self(kind: .degeneratePublicKey)
        /// The scrambling parameter `u` is zero (RFC 2945 §3 by way of SRP-6a).
        public static let degenerateScramble = Self(kind: .degenerateScramble)
        /// `SALT` is empty, not hexadecimal or longer than 128 bytes.
        public static let malformedSalt = Self(kind: .malformedSalt)
        /// `SECRET_BLOCK` is empty or not base64.
        public static let malformedSecretBlock = Self(kind: .malformedSecretBlock)
        /// A stored or received password verifier is not base64 of a number below the prime.
        public static let malformedVerifier = Self(kind: .malformedVerifier)
        /// A user pool id is not of the form `region_name`.
        public static let malformedPoolID = Self(kind: .malformedPoolID)
        /// `TIMESTAMP` is not of the form `EEE MMM d HH:mm:ss UTC yyyy` in English.
        public static let malformedTimestamp = Self(kind: .malformedTimestamp)
        /// The proof does not fit: another password, another exchange, another time.
        public static let proofMismatch = Self(kind: .proofMismatch)
        /// The operating system gave no random bytes; nothing may go on without them.
        public static let noRandomness = Self(kind: .noRandomness)
        /// The cryptographic library failed, out of memory as a rule.
        public static let computationFailed = Self(kind: .computationFailed)
    }

    /// Runs arithmetic or cryptography and turns whatever it throws into this room's error.
    static func translating<Result>(_ body: () throws -> Result) throws(SRPError) -> Result {
        do {
            return try body()
        } catch let error as SRPError {
            throw error
        } catch {
            throw SRPError(.computationFailed, "\(error)")
        }
    }
}

extension SRPError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
