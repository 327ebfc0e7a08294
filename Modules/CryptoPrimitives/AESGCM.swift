public import ByteCoding

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D): encryption that notices any change.
public enum AESGCM {
    /// The length of a key: 32 bytes.
    public static let keyByteCount = 32

    /// The length of the tag that ends a sealed box: 16 bytes.
    public static let tagByteCount = 16

    /// A number that is used once with one key: 12 bytes.
    public struct Nonce: Hashable, Sendable {
        /// The length of a nonce: 12 bytes, the one length that needs no extra hashing.
        public static let byteCount = 12

        /// The bytes.
        public let bytes: [UInt8]

        /// Takes a nonce that was stored beside its sealed box.
        ///
        /// - Parameter bytes: 12 bytes.
        /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidNonce`` for another length.
        public init(_ bytes: [UInt8]) throws(CryptoError) {
            guard bytes.count == Self.byteCount else {
                throw CryptoError(.invalidNonce, "a nonce has \(Self.byteCount) bytes")
            }
            self.bytes = bytes
        }

        /// Makes a random nonce, good for up to 2^32 boxes under one key (SP 800-38D §8.3).
        ///
        /// - Parameter random: Where the bytes come from.
        /// - Returns: The nonce.
        /// - Throws: ``CryptoError`` with ``CryptoError/Code/randomnessUnavailable``.
        public static func makeRandom(from random: RandomBytes = .system) throws(CryptoError) -> Nonce {
            try Nonce(random.make(count: byteCount))
        }
    }

    /// Encrypts, and protects the associated data together with the plaintext.
    ///
    /// - Parameters:
    ///   - plaintext: Any number of bytes below 2^31.
    ///   - key: 32 bytes.
    ///   - nonce: Never the same twice under one key.
    ///   - associatedData: What must be the same when the box is opened; it is not part of the box.
    /// - Returns: The ciphertext, as long as the plaintext, then the tag of 16 bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/invalidKey`` for another length of key,
    ///   ``CryptoError/Code/invalidParameter`` for too long an input, or ``CryptoError/Code/libraryFailure``.
    public static func seal(
        _ plaintext: SecretBytes,
        key: SecretBytes,
        nonce: Nonce,
        associatedData: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        try checkLengths(key: key, input: plaintext.count, associatedData: associatedData)
        return try [UInt8](capacity: plaintext.count + tagByteCount) { output throws(CryptoError) in
            let context = try CipherContext()
            try context.start(.seal, key: key, nonce: nonce)
            try context.authenticate(associatedData.span)
            try plaintext.withBytes { (bytes) throws(CryptoError) in try context.transform(bytes, into: &output) }
            try context.finishSealing(into: &output)
        }
    }

    /// Decrypts a box, all of it or nothing.
    ///
    /// - Parameters:
    ///   - box: The ciphertext, then the tag of 16 bytes.
    ///   - key: 32 bytes.
    ///   - nonce: The one that the box was sealed with.
    ///   - associatedData: The same as when the box was sealed.
    /// - Returns: The plaintext.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/authenticationFailed`` if anything differs, the box being too
    ///   short included; ``CryptoError/Code/invalidKey``, ``CryptoError/Code/invalidParameter`` and
    ///   ``CryptoError/Code/libraryFailure`` as for sealing.
    public static func open(
        _ box: [UInt8],
        key: SecretBytes,
        nonce: Nonce,
        associatedData: [UInt8] = []
    ) throws(CryptoError) -> SecretBytes {
        try checkLengths(key: key, input: box.count, associatedData: associatedData)
        guard box.count >= tagByteCount else {
            throw CryptoError(.authenticationFailed, "a sealed box has at least \(tagByteCount) bytes")
        }
        let byteCount = box.count - tagByteCount
        return try SecretBytes(byteCount: byteCount) { output throws(CryptoError) in
            let context = try CipherContext()
            try context.start(.open, key: key, nonce: nonce)
            try context.authenticate(associatedData.span)
            try context.transform(box.span.extracting(first: byteCount), into: &output)
            try context.finishOpening(tag: box.span.extracting(last: tagByteCount))
        }
    }

    private static func checkLengths(
        key: SecretBytes,
        input: Int,
        associatedData: [UInt8]
    ) throws(CryptoError) {
        guard key.count == keyByteCount else {
            throw CryptoError(.invalidKey, "an AES-256 key has \(keyByteCount) bytes")
        }
        guard input <= Int(Int32.max) - tagByteCount, associatedData.count <= Int(Int32.max) else {
            throw CryptoError(.invalidParameter, "more bytes than one call can take")
        }
    }
}
