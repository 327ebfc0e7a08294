public import ByteCoding

/// A source of random bytes: the operating system's, or one that a test writes down.
///
/// A source that fails makes the call fail; nothing falls back to weaker randomness.
public struct RandomBytes: Sendable {
    /// OpenSSL's generator for private values, which the operating system seeds.
    public static let system = RandomBytes { output throws(CryptoError) in try fillFromSystem(&output) }

    private let fill: @Sendable (inout OutputSpan<UInt8>) throws(CryptoError) -> Void

    /// Makes a source out of a function that appends bytes until its output is full.
    public init(fillingWith fill: @escaping @Sendable (inout OutputSpan<UInt8>) throws(CryptoError) -> Void) {
        self.fill = fill
    }

    /// Makes `count` bytes with the system's generator.
    ///
    /// - Parameter count: How many bytes, not negative.
    /// - Returns: The bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/randomnessUnavailable``.
    public static func make(count: Int) throws(CryptoError) -> [UInt8] {
        try system.make(count: count)
    }

    /// Makes `count` bytes.
    ///
    /// - Parameter count: How many bytes, not negative.
    /// - Returns: The bytes.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/randomnessUnavailable`` if the source gave fewer,
    ///   ``CryptoError/Code/invalidParameter`` for a negative count, or what the source throws.
    public func make(count: Int) throws(CryptoError) -> [UInt8] {
        guard count >= 0 else { throw CryptoError(.invalidParameter, "a negative number of random bytes") }
        return try [UInt8](capacity: count) { output throws(CryptoError) in try fillWholly(&output, count: count) }
    }

    /// Makes `count` bytes that are a secret, such as a key.
    ///
    /// - Parameter count: How many bytes, not negative.
    /// - Returns: The bytes, nowhere else in memory.
    /// - Throws: ``CryptoError`` as ``make(count:)-swift.method``.
    public func makeSecret(count: Int) throws(CryptoError) -> SecretBytes {
        guard count >= 0 else { throw CryptoError(.invalidParameter, "a negative number of random bytes") }
        return try SecretBytes(byteCount: count) { output throws(CryptoError) in
            try fillWholly(&output, count: count)
        }
    }

    private func fillWholly(_ output: inout OutputSpan<UInt8>, count: Int) throws(CryptoError) {
        try fill(&output)
        guard output.count == count else {
            throw CryptoError(.randomnessUnavailable, "the source of randomness gave too few bytes")
        }
    }
}
