public import CryptoPrimitives

/// A passkey ceremony that was refused, or that could not take place.
public struct WebAuthnError: Error, Hashable, Sendable {
    /// What happened; the only part to branch on.
    public let code: Code
    /// What a person needs to act on it; never a key, a signature, a challenge or what the other side wrote.
    public let message: String
    /// The cryptographic failure underneath, where there is one.
    public let underlying: CryptoError?

    package init(_ code: Code, _ message: String, underlying: CryptoError? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// A closed list of failures.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        // Reading

        /// JSON, base64url, CBOR, authenticator data or a key that is not written as it must be.
        public static let malformed = Self(name: "malformed")
        /// Something is longer, deeper or holds more than is ever needed.
        public static let tooLarge = Self(name: "tooLarge")
        /// A public key of an algorithm that was not asked for or that this room does not know.
        public static let algorithm = Self(name: "algorithm")
        /// A public key that is none: another curve, a point that is not on it, a modulus that is too short.
        public static let invalidKey = Self(name: "invalidKey")

        // The client's part

        /// The answer belongs to the other ceremony.
        public static let type = Self(name: "type")
        /// The answer belongs to another challenge.
        public static let challenge = Self(name: "challenge")
        /// The page's origin is none of those that are allowed.
        public static let origin = Self(name: "origin")
        /// The page stood in a frame of another origin, and that is not allowed.
        public static let crossOrigin = Self(name: "crossOrigin")

        // The authenticator's part

        /// The authenticator answered for another relying party.
        public static let relyingParty = Self(name: "relyingParty")
        /// Nobody touched the authenticator.
        public static let userPresence = Self(name: "userPresence")
        /// The authenticator did not check who was there, and that was required.
        public static let userVerification = Self(name: "userVerification")
        /// Flags about backups that contradict themselves or the registration.
        public static let backup = Self(name: "backup")
        /// An attestation that the policy does not take, or that is wrong.
        public static let attestation = Self(name: "attestation")
        /// A credential that was not asked for, or that is not the one whose record was given.
        public static let credential = Self(name: "credential")
        /// The credential belongs to another user, or does not say whose it is.
        public static let userHandle = Self(name: "userHandle")
        /// The signature is not the key's.
        public static let signature = Self(name: "signature")
        /// The signature counter did not rise: there may be a copy of the key.
        public static let counter = Self(name: "counter")

        // Not about an answer

        /// Options or a record that make no sense.
        public static let invalidOptions = Self(name: "invalidOptions")
        /// The software authenticator holds a credential that the options exclude.
        public static let excluded = Self(name: "excluded")
        /// The software authenticator holds no credential that the options ask for.
        public static let noCredential = Self(name: "noCredential")
        /// The cryptographic library failed, or there was no randomness.
        public static let cryptography = Self(name: "cryptography")

        /// The name of the code, as it is spelled above.
        public var description: String { name }
    }
}

extension WebAuthnError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

extension WebAuthnError {
    /// Hands on what `body` returns, and a failure of the cryptography as this room's error.
    static func wrapping<Value>(
        _ code: Code = .cryptography,
        _ body: () throws(CryptoError) -> Value
    ) throws(WebAuthnError) -> Value {
        do throws(CryptoError) {
            return try body()
        } catch {
            throw WebAuthnError(code, error.message, underlying: error)
        }
    }
}
