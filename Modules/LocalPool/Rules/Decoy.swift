internal import ByteCoding
internal import CognitoSRP
internal import CryptoPrimitives
internal import Synchronization

/// What a pool that hides its users shows of one that is not there: always the same, and made like the real thing.
final class Decoy: Sendable {
    private let currentKey: Mutex<SecretBytes>

    /// Takes the key of the data file, so that restarts change nothing.
    init(key: SecretBytes) {
        currentKey = Mutex(key)
    }

    /// The key of the data file.
    var key: SecretBytes {
        get { currentKey.withLock { $0 } }
        set { currentKey.withLock { $0 = newValue } }
    }

    /// A salt of 16 bytes, the first not zero, and a verifier below the prime; nobody knows a password for it.
    func verifier(username: String, poolID: String) throws -> SRPVerifier {
        var salt = try bytes(for: "salt", username: username, poolID: poolID, count: 16)
        if let first = salt.first, first == 0 { salt[0] = 0x80 }
        let verifier = try bytes(for: "verifier", username: username, poolID: poolID, count: 383)
        return try SRPVerifier(
            saltBytes: Self.positive(salt),
            verifierBytes: Self.positive(verifier)
        )
    }

    /// The canonical username: the name itself, but a made-up `sub` where a real user's challenge would show something
    /// other than was typed.
    func username(for name: String, in pool: UserPoolRecord) throws -> String {
        let looksLikeAlias = pool.aliases.contains { alias in
            switch alias {
            case "email": name.contains("@")
            case "phone_number": name.hasPrefix("+")
            default: false
            }
        }
        guard !pool.usernameAttributes.isEmpty || looksLikeAlias else { return name }
        return UUIDText.version4(try bytes(for: "sub", username: pool.key(of: name), poolID: pool.id, count: 16))
    }

    /// The address that a code would have gone to.
    func maskedEmail(username: String, poolID: String) throws -> String {
        let letters = try bytes(for: "address", username: username, poolID: poolID, count: 2).map { byte in
            String(UnicodeScalar(UInt8(ascii: "a") + byte % 26))
        }
        return DeliveryMask.email(letters.joined(separator: "@"))
    }

    /// The number that a code would have gone to.
    func maskedTelephone(username: String, poolID: String) throws -> String {
        let digits = try bytes(for: "telephone", username: username, poolID: poolID, count: 4).map { String($0 % 10) }
        return DeliveryMask.phoneNumber(digits.joined())
    }

    private func bytes(for purpose: String, username: String, poolID: String, count: Int) throws -> [UInt8] {
        let info = Array("\(purpose)\u{0}\(poolID)\u{0}\(username)".utf8)
        let secret = try HKDFSHA256.deriveKey(from: key, salt: [], info: info, byteCount: count)
        return secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    /// The bytes of a number that is not negative.
    private static func positive(_ bytes: [UInt8]) -> [UInt8] {
        (bytes.first ?? 0) & 0x80 == 0 ? bytes : [0] + bytes
    }
}
