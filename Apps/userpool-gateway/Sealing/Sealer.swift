import AppSupport
import ByteCoding
import CryptoPrimitives
import Foundation
import UserPoolKit

/// Turns the state of a sign-in into a token for the caller and back: the caller can neither read nor change it.
///
/// The token is base64url of a version byte, the length and the bytes of the key's id, a nonce, and the state as JSON
/// under AES-256-GCM. The version, the id and the app client are associated data, so that a token is good for one app
/// client only.
struct ChallengeSealer: Sendable {
    /// How long a challenge waits for its answer; the service's own default.
    static let lifetime: Duration = .seconds(180)

    private static let version: UInt8 = 1
    private static let purpose = Array("userpool-gateway challenge".utf8)

    private let keys: SealKeys
    private let clientID: String

    /// Makes a sealer for challenges of one app client.
    init(keys: SealKeys, clientID: String) {
        (self.keys, self.clientID) = (keys, clientID)
    }

    /// When the challenge no longer takes an answer.
    static func expiry(of challenge: SignInChallenge) -> UnixTime {
        UnixTime(millisecondsSinceEpoch: Int64((challenge.issuedAt.timeIntervalSince1970 * 1000).rounded(.down)))
            .adding(lifetime)
    }

    /// Seals a challenge.
    ///
    /// - Throws: `CryptoError` or `EncodingError`.
    func seal(_ challenge: SignInChallenge) throws -> String {
        let state = SecretBytes([UInt8](try JSONEncoder().encode(challenge)))
        let nonce = try AESGCM.Nonce.makeRandom()
        let id = Array(keys.first.id.utf8)
        let head = [Self.version, UInt8(truncatingIfNeeded: id.count)] + id
        let box = try AESGCM.seal(
            state,
            key: keys.first.secret,
            nonce: nonce,
            associatedData: associatedData(head: head)
        )
        return Base64URL.encode(head + nonce.bytes + box)
    }

    /// Opens what a sealer with the same keys sealed for the same app client.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/challengeMismatch`` for a text that no sealer wrote, and
    ///   ``Problem/Code/challengeExpired`` if the challenge is too old, or its key or its version no longer known.
    func open(_ token: String, at now: UnixTime) throws -> SignInChallenge {
        guard let bytes = try? Base64URL.decode(token), bytes.count >= 2, bytes[0] == Self.version,
            bytes.count >= 2 + Int(bytes[1]) + AESGCM.Nonce.byteCount + AESGCM.tagByteCount
        else { throw Self.forged }
        let head = Array(bytes.prefix(2 + Int(bytes[1])))
        let sealed = bytes.dropFirst(head.count)
        guard let key = keys[String(decoding: head.dropFirst(2), as: UTF8.self)] else {
            throw Problem(.challengeExpired, "This sign-in cannot go on here any more; begin again.")
        }
        let state: SecretBytes
        do {
            state = try AESGCM.open(
                Array(sealed.dropFirst(AESGCM.Nonce.byteCount)),
                key: key.secret,
                nonce: AESGCM.Nonce(Array(sealed.prefix(AESGCM.Nonce.byteCount))),
                associatedData: associatedData(head: head)
            )
        } catch {
            throw error.code == .authenticationFailed ? Self.forged : error
        }
        let json = state.withBytes { bytes in Data(bytes.indices.map { bytes[$0] }) }
        let challenge = try JSONDecoder().decode(SignInChallenge.self, from: json)
        guard now < Self.expiry(of: challenge) else {
            throw Problem(.challengeExpired, "The sign-in waited too long for its answer; begin again.")
        }
        return challenge
    }

    private func associatedData(head: [UInt8]) -> [UInt8] {
        Self.purpose + [0] + head + Array(clientID.utf8)
    }

    private static let forged = Problem(
        .challengeMismatch,
        "The token is not one that this gateway gave out.",
        errors: [Problem.Fault(pointer: "/token", code: "invalid")]
    )
}
