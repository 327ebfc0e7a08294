internal import ByteCoding
internal import CryptoPrimitives

/// One usable key of a key set; a class, so that threads share one count of references and not four.
final class VerificationKey: Sendable {
    /// The key's id.
    let id: String
    /// The size of the modulus.
    var bitCount: Int { key.bitCount }
    /// Headers that are right and need not be parsed: the service's own form, and the usual ones of other signers.
    let knownHeaders: [[UInt8]]

    private let key: RSAPublicKey

    init(id: String, key: RSAPublicKey) {
        self.id = id
        self.key = key
        let (algorithm, type) = (#""alg":"RS256""#, #""typ":"JWT""#)
        let quoted = JSONValue.string(id).text
        let kid = #""kid":\#(quoted)"#
        let forms = [
            [kid, algorithm], [algorithm, kid], [algorithm, kid, type], [algorithm, type, kid], [kid, algorithm, type],
        ]
        knownHeaders = forms.map { Array("{\($0.joined(separator: ","))}".utf8) }
    }

    /// Throws unless `signature` is this key's over `signed` (RFC 7518 §3.3).
    func check(_ signature: Span<UInt8>, over signed: Span<UInt8>) throws(JWTError) {
        let isRight: Bool
        do throws(CryptoError) {
            isRight = try key.isValidSignature(signature, for: signed)
        } catch {
            throw JWTError(.signature, "the signature could not be checked: \(error.message)")
        }
        guard isRight else { throw JWTError(.signature, "the signature is not the key's") }
    }
}
