internal import ByteCoding
internal import CryptoPrimitives

/// One-time passwords that count (RFC 4226), with SHA-1, the only hash function that it knows.
public struct HOTP: Sendable {
    /// The secret of both sides.
    public let secret: OneTimePasswordSecret

    /// How long a code is.
    public let digits: Digits

    /// The lengths of a code (RFC 4226 §5.3).
    public enum Digits: Int, CaseIterable, Sendable {
        /// What user pools have.
        case six = 6
        /// Seven digits.
        case seven = 7
        /// What the vectors of RFC 6238 have.
        case eight = 8
    }

    /// Makes codes of `digits` digits under `secret`.
    public init(_ secret: OneTimePasswordSecret, digits: Digits = .six) {
        self.secret = secret
        self.digits = digits
    }

    /// Computes the code of one counter value.
    ///
    /// - Parameter counter: The moving factor.
    /// - Returns: ASCII digits, leading zeros included; good for one sign-in, so it belongs into no log.
    /// - Throws: ``OneTimePasswordError`` with ``OneTimePasswordError/Code/computationFailed``.
    public func code(counter: UInt64) throws(OneTimePasswordError) -> String {
        String(decoding: try characters(counter: counter), as: UTF8.self)
    }

    /// Computes the code of one counter value as ASCII.
    func characters(counter: UInt64) throws(OneTimePasswordError) -> [UInt8] {
        let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
        let mac: SecretBytes
        do {
            mac = try HMACSHA1.secretAuthenticationCode(for: message.span, key: secret.bytes)
        } catch {
            throw OneTimePasswordError(.computationFailed, error.message)
        }
        var rest = mac.withBytes(Self.truncated)
        var characters = [UInt8](repeating: UInt8(ascii: "0"), count: digits.rawValue)
        for index in characters.indices.reversed() {
            characters[index] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return characters
    }

    /// Takes the 31 bits that the last four of the 160 bits point at (RFC 4226 §5.3, dynamic truncation).
    private static func truncated(_ mac: Span<UInt8>) -> UInt32 {
        let offset = Int(mac[HMACSHA1.byteCount - 1] & 0x0f)
        let bits = (offset..<offset + 4).reduce(UInt32(0)) { $0 << 8 | UInt32(mac[$1]) }
        return bits & 0x7fff_ffff
    }
}
