import AppSupport
import ByteCoding
import Foundation
import UserPoolKit

extension Sealer {
    /// Seals a challenge.
    ///
    /// - Throws: `CryptoError` or `EncodingError`.
    func seal(_ challenge: SignInChallenge) throws -> String {
        try seal(SecretBytes([UInt8](try JSONEncoder().encode(challenge))), for: .challenge)
    }

    /// Opens a challenge.
    ///
    /// - Parameters:
    ///   - token: The sealed text.
    ///   - now: The time of day.
    ///   - member: The member of the request that holds the text.
    /// - Returns: The challenge.
    /// - Throws: ``Problem`` with ``Problem/Code/challengeMismatch`` for a text that no sealer wrote, and
    ///   ``Problem/Code/challengeExpired`` if the challenge is too old, or its key or its version no longer known.
    func open(_ token: String, at now: UnixTime, member: String = "token") throws -> SignInChallenge {
        let state: SecretBytes
        do {
            state = try open(token, for: .challenge)
        } catch Failure.unknownKey {
            throw Problem(.challengeExpired, "This sign-in cannot go on here any more; begin again.")
        } catch Failure.forged {
            throw Problem(
                .challengeMismatch,
                "The token is not one that this gateway gave out.",
                errors: [Problem.Fault(pointer: "/\(member)", code: "invalid")]
            )
        }
        let challenge = try JSONDecoder().decode(SignInChallenge.self, from: state.data)
        guard now < challenge.expiresAt else {
            throw Problem(.challengeExpired, "The sign-in waited too long for its answer; begin again.")
        }
        return challenge
    }
}

extension SecretBytes {
    /// The bytes for a decoder; from here on nobody wipes them.
    var data: Data { withBytes { bytes in Data(bytes.indices.map { bytes[$0] }) } }
}
