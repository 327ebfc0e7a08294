public import ByteCoding

/// Argon2id (RFC 9106), version 1.3: keys from passwords, costly to guess.
///
/// A derivation blocks its thread for a good part of a second and takes the memory that its parameters say; run it where
/// that is no harm.
public enum Argon2id {
    /// What a derivation costs, within bounds that are checked before any memory is asked for.
    public struct Parameters: Hashable, Sendable {
        /// The memory that may be asked for, in KiB: from 19 MiB (OWASP's floor) to 1 GiB.
        public static let memoryBounds = 19 * 1024...1024 * 1024
        /// How often the memory may be filled.
        public static let iterationBounds = 1...16
        /// How many lanes the memory may have.
        public static let laneBounds = 1...8

        /// The second choice of RFC 9106 §4 with one lane: 64 MiB, three passes.
        public static let recommended = Parameters(unchecked: 64 * 1024, iterations: 3, lanes: 1)

        /// The memory in KiB.
        public let memoryKiB: Int
        /// How often the memory is filled.
        public let iterations: Int
        /// How many lanes the memory has; they run one after the other.
        public let lanes: Int

        /// Takes parameters that may come from a file that somebody else wrote.
        ///
        /// - Parameters:
        ///   - memoryKiB: Memory in KiB, within ``memoryBounds``.
        ///   - iterations: Passes over the memory, within ``iterationBounds``.
        ///   - lanes: Lanes, within ``laneBounds``.
        /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidParameter`` for anything out of bounds.
        public init(memoryKiB: Int, iterations: Int, lanes: Int) throws(CryptoError) {
            guard Self.memoryBounds.contains(memoryKiB), Self.iterationBounds.contains(iterations),
                Self.laneBounds.contains(lanes)
            else {
                throw CryptoError(.invalidParameter, "Argon2id memory, passes or lanes are out of bounds")
            }
            self.init(unchecked: memoryKiB, iterations: iterations, lanes: lanes)
        }

        private init(unchecked memoryKiB: Int, iterations: Int, lanes: Int) {
            self.memoryKiB = memoryKiB
            self.iterations = iterations
            self.lanes = lanes
        }
    }

    /// The salts that are taken, in bytes; RFC 9106 §3.1 advises 16.
    public static let saltByteCounts = 8...1024

    /// The keys that are given, in bytes.
    public static let keyByteCounts = 16...1024

    /// Derives a key from a password.
    ///
    /// - Parameters:
    ///   - password: Any number of bytes; the library does not change it.
    ///   - salt: Random, not secret, within ``saltByteCounts``.
    ///   - parameters: What it costs.
    ///   - secret: A key of the application's own, kept apart from the salts.
    ///   - associatedData: What else the key is bound to.
    ///   - byteCount: How many bytes, within ``keyByteCounts``.
    /// - Returns: The key.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidParameter`` for lengths out of bounds, or
    ///   ``CryptoError/Code/libraryFailure`` when there is not enough memory.
    public static func deriveKey(
        from password: SecretBytes,
        salt: [UInt8],
        parameters: Parameters = .recommended,
        secret: SecretBytes? = nil,
        associatedData: [UInt8] = [],
        byteCount: Int = 32
    ) throws(CryptoError) -> SecretBytes {
        guard saltByteCounts.contains(salt.count), keyByteCounts.contains(byteCount) else {
            throw CryptoError(.invalidParameter, "an Argon2id salt or key has a length that is out of bounds")
        }
        return try Argon2Derivation(
            variant: .id,
            memoryKiB: parameters.memoryKiB,
            iterations: parameters.iterations,
            lanes: parameters.lanes
        ).deriveKey(
            from: password,
            salt: salt,
            secret: secret ?? SecretBytes([]),
            associatedData: associatedData,
            byteCount: byteCount
        )
    }
}
