internal import ByteCoding
internal import CryptoPrimitives

/// What the pool draws by lot: codes, ids and secrets, each with the alphabet that the service uses.
extension RandomBytes {
    /// Six digits.
    func makeCode() throws(CryptoError) -> String {
        try makeText(count: 6, of: Alphabet.digits)
    }

    /// `region_` and nine letters and digits.
    func makePoolID(region: String) throws(CryptoError) -> String {
        "\(region)_\(try makeText(count: 9, of: Alphabet.lettersAndDigits))"
    }

    /// 26 digits and lower-case letters.
    func makeClientID() throws(CryptoError) -> String {
        try makeText(count: 26, of: Alphabet.lowercaseAndDigits)
    }

    /// 51 digits and lower-case letters: 263 bits.
    func makeClientSecret() throws(CryptoError) -> String {
        try makeText(count: 51, of: Alphabet.lowercaseAndDigits)
    }

    /// Eight letters and digits, what stands after the hyphen of a device group's key.
    func makeDeviceGroupName() throws(CryptoError) -> String {
        try makeText(count: 8, of: Alphabet.lettersAndDigits)
    }

    /// A password that every policy takes which asks for no more characters than that, of 16 at least.
    func makeTemporaryPassword(minimumLength: Int = 8) throws(CryptoError) -> String {
        let letters = try makeText(count: max(16, minimumLength) - 6, of: Alphabet.lettersAndDigits)
        var required = ""
        for alphabet in [Alphabet.uppercase, Alphabet.lowercase, Alphabet.digits, Alphabet.symbols] {
            required += try makeText(count: 1, of: alphabet)
        }
        return letters + required + (try makeText(count: 2, of: Alphabet.symbols))
    }

    /// An opaque token of 256 bits: a session, a refresh token.
    func makeToken() throws(CryptoError) -> String {
        Base64URL.encode(try make(count: 32))
    }

    /// The name of temporary AWS credentials: `ASIA` and 16 characters of base32.
    func makeAccessKeyID() throws(CryptoError) -> String {
        "ASIA" + (try makeText(count: 16, of: Alphabet.base32))
    }

    /// A UUID of version 4 (RFC 9562 §5.4).
    func makeUUID() throws(CryptoError) -> String {
        UUIDText.version4(try make(count: 16))
    }

    /// Draws characters evenly: bytes beyond the last whole multiple of the alphabet are drawn again.
    private func makeText(count: Int, of alphabet: [Character]) throws(CryptoError) -> String {
        let limit = 256 - 256 % alphabet.count
        var text = ""
        var remaining = count
        while remaining > 0 {
            for byte in try make(count: remaining) where Int(byte) < limit {
                text.append(alphabet[Int(byte) % alphabet.count])
                remaining -= 1
            }
        }
        return text
    }

    private enum Alphabet {
        static let digits = Array("0123456789")
        static let lowercase = Array("abcdefghijklmnopqrstuvwxyz")
        static let uppercase = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        static let symbols = Array("!#%*+-?@")
        static let base32 = uppercase + Array("234567")
        static let lowercaseAndDigits = lowercase + digits
        static let lettersAndDigits = uppercase + lowercase + digits
    }
}

/// The text of UUIDs.
enum UUIDText {
    /// Sets version and variant of 16 bytes and writes them as a UUID of version 4 (RFC 9562 §5.4).
    static func version4(_ bytes: [UInt8]) -> String {
        var bytes = Array(bytes.prefix(16))
        if bytes.indices.contains(8) {
            bytes[6] = bytes[6] & 0x0f | 0x40
            bytes[8] = bytes[8] & 0x3f | 0x80
        }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { range in
            Hex.encode(Array(bytes[range.clamped(to: bytes.indices)]))
        }
        return groups.joined(separator: "-")
    }
}
