public import ByteCoding

/// A non-negative integer of any size.
///
/// Every number may be a secret: its memory is wiped when the last copy goes, and printing, dumping or reflecting it
/// shows only how long it is. Comparison takes a time that depends on the numbers; compare proofs and keys as bytes,
/// with the constant-time comparison of `CryptoPrimitives`.
public struct BigNum: Sendable {
    let handle: BigNumHandle

    init(handle: BigNumHandle) {
        self.handle = handle
    }

    /// Reads big-endian bytes; none mean zero.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public init(bigEndian bytes: Span<UInt8>) throws(BigNumError) {
        handle = try BigNumHandle(bigEndian: bytes)
    }

    /// Reads big-endian bytes; none mean zero.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public init(bigEndian bytes: [UInt8]) throws(BigNumError) {
        try self.init(bigEndian: bytes.span)
    }

    /// Reads big-endian bytes of a secret, without copying them elsewhere.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public init(bigEndian secret: SecretBytes) throws(BigNumError) {
        handle = try secret.withBytes { bytes throws(BigNumError) in try BigNumHandle(bigEndian: bytes) }
    }

    /// Reads a public number: hexadecimal digits of either case, an odd number of them and leading zeros included.
    ///
    /// - Parameters:
    ///   - text: ASCII digits only: no sign, no `0x`, no white space.
    ///   - maximumDigits: The longest text that is read, so that hostile input costs nothing.
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/tooLong``, ``BigNumError/Code/notHexadecimal`` or
    ///   ``BigNumError/Code/outOfMemory``.
    public init(hex text: String, maximumDigits: Int) throws(BigNumError) {
        let digits = text.utf8
        guard !digits.isEmpty else { throw BigNumError(.notHexadecimal, "an empty text is no number") }
        guard digits.count <= maximumDigits else {
            throw BigNumError(.tooLong, "a number of \(digits.count) digits, where \(maximumDigits) are allowed")
        }
        let bytes: [UInt8]
        do {
            bytes = try Hex.decode(digits.count.isMultiple(of: 2) ? text : "0" + text)
        } catch {
            throw BigNumError(.notHexadecimal, "a number holds something else than hexadecimal digits")
        }
        try self.init(bigEndian: bytes)
    }

    /// The number of bits without leading zeros; zero has none.
    public var bitCount: Int {
        handle.bitCount
    }

    /// Whether the number is zero.
    public var isZero: Bool {
        handle.bitCount == 0
    }

    /// Whether the number is odd.
    public var isOdd: Bool {
        handle.isOdd
    }

    /// The number as lower-case hexadecimal digits without leading zeros; zero is `0`.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func hexadecimal() throws(BigNumError) -> String {
        let digits = Hex.encode(try bigEndianBytes())
        if isZero { return "0" }
        return digits.hasPrefix("0") ? String(digits.dropFirst()) : digits
    }

    /// The shortest big-endian bytes; zero has none.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func bigEndianBytes() throws(BigNumError) -> [UInt8] {
        try bytes(count: (bitCount + 7) / 8)
    }

    /// The shortest two's-complement big-endian bytes: one leading zero bit at least, zero is one zero byte.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func twosComplementBytes() throws(BigNumError) -> [UInt8] {
        try bytes(count: bitCount / 8 + 1)
    }

    /// As ``twosComplementBytes()``, for a number that is a secret.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func twosComplementSecret() throws(BigNumError) -> SecretBytes {
        let count = bitCount / 8 + 1
        return try SecretBytes(byteCount: count) { output throws(BigNumError) in
            try handle.append(to: &output, count: count)
        }
    }

    /// The sum of two numbers.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func adding(_ other: BigNum) throws(BigNumError) -> BigNum {
        BigNum(handle: try handle.adding(other.handle))
    }

    /// The product of two numbers.
    ///
    /// - Throws: ``BigNumError`` with ``BigNumError/Code/outOfMemory``.
    public func multiplied(by other: BigNum) throws(BigNumError) -> BigNum {
        BigNum(handle: try handle.multiplied(by: other.handle))
    }

    private func bytes(count: Int) throws(BigNumError) -> [UInt8] {
        try [UInt8](capacity: count) { output throws(BigNumError) in try handle.append(to: &output, count: count) }
    }
}

extension BigNum: Comparable {
    /// Whether both are the same number; not in constant time.
    public static func == (left: BigNum, right: BigNum) -> Bool {
        left.handle.compare(with: right.handle) == 0
    }

    /// Whether the left number is smaller; not in constant time.
    public static func < (left: BigNum, right: BigNum) -> Bool {
        left.handle.compare(with: right.handle) < 0
    }
}

extension BigNum: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The length in bits, never the number.
    public var description: String { "<number of \(bitCount) bits>" }

    /// The length in bits, never the number.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
