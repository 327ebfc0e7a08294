import AppSupport
import ByteCoding
import CryptoPrimitives

/// Turns what the gateway must not forget into a text for the caller to keep, who can neither read nor change it.
///
/// The text is base64url of a version byte, the length and the bytes of the key's id, a nonce, and the state under
/// AES-256-GCM. The version, the id, the app client and what the text is for are associated data, so that it is good for
/// one app client and one purpose only.
struct Sealer: Sendable {
    /// What a sealed text is for.
    enum Purpose: String, Sendable {
        /// The state of a sign-in that waits for an answer.
        case challenge
        /// What proves a known device.
        case device
    }

    /// Why a text cannot be opened.
    enum Failure: Error, Hashable, Sendable {
        /// No sealer with these keys wrote it, or for another app client or another purpose.
        case forged
        /// It was sealed with a key that is not known any more.
        case unknownKey
    }

    private static let version: UInt8 = 1

    private let keys: SealKeys
    private let clientID: String

    /// Makes a sealer for one app client.
    init(keys: SealKeys, clientID: String) {
        (self.keys, self.clientID) = (keys, clientID)
    }

    /// Seals a state.
    ///
    /// - Throws: `CryptoError`.
    func seal(_ state: SecretBytes, for purpose: Purpose) throws -> String {
        let nonce = try AESGCM.Nonce.makeRandom()
        let id = Array(keys.first.id.utf8)
        let head = [Self.version, UInt8(truncatingIfNeeded: id.count)] + id
        let box = try AESGCM.seal(
            state,
            key: keys.first.secret,
            nonce: nonce,
            associatedData: associatedData(head: head, purpose)
        )
        return Base64URL.encode(head + nonce.bytes + box)
    }

    /// Opens what a sealer with the same keys sealed for the same app client and purpose.
    ///
    /// - Throws: ``Failure``, or `CryptoError`.
    func open(_ text: String, for purpose: Purpose) throws -> SecretBytes {
        guard let bytes = try? Base64URL.decode(text), bytes.count >= 2, bytes[0] == Self.version,
            bytes.count >= 2 + Int(bytes[1]) + AESGCM.Nonce.byteCount + AESGCM.tagByteCount
        else { throw Failure.forged }
        let head = Array(bytes.prefix(2 + Int(bytes[1])))
        let sealed = bytes.dropFirst(head.count)
        guard let key = keys[String(decoding: head.dropFirst(2), as: UTF8.self)] else { throw Failure.unknownKey }
        do {
            return try AESGCM.open(
                Array(sealed.dropFirst(AESGCM.Nonce.byteCount)),
                key: key.secret,
                nonce: AESGCM.Nonce(Array(sealed.prefix(AESGCM.Nonce.byteCount))),
                associatedData: associatedData(head: head, purpose)
            )
        } catch {
            throw error.code == .authenticationFailed ? Failure.forged : error
        }
    }

    /// Bytes that are always the same for a text, and that nobody without the first key can tell.
    ///
    /// - Throws: `CryptoError`.
    func derive(_ text: String, byteCount: Int) throws -> [UInt8] {
        let info = Array("userpool-gateway decoy\0\(clientID)\0\(text)".utf8)
        let bytes = try HKDFSHA256.deriveKey(from: keys.first.secret, salt: [], info: info, byteCount: byteCount)
        return bytes.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    private func associatedData(head: [UInt8], _ purpose: Purpose) -> [UInt8] {
        Array("userpool-gateway \(purpose.rawValue)\0".utf8) + head + Array(clientID.utf8)
    }
}
