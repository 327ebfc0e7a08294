internal import BigNum
internal import ByteCoding

/// What the service answers to `SRP_A`: the parameters of `PASSWORD_VERIFIER` or `DEVICE_PASSWORD_VERIFIER`, read.
public struct SRPChallenge: Sendable {
    let salt: BigNum
    let serverPublicKey: SRPPublicKey
    let secretBlock: SecretBlock

    /// Reads the challenge parameters.
    ///
    /// - Parameters:
    ///   - salt: `SALT`, hexadecimal. It is an integer: leading zeros carry no meaning, an odd number of digits is fine.
    ///   - serverPublicKey: `SRP_B`, hexadecimal.
    ///   - secretBlock: `SECRET_BLOCK`, base64 in the standard or the URL alphabet, padded or not.
    /// - Throws: ``SRPError`` with ``SRPError/Code/malformedSalt``, ``SRPError/Code/malformedPublicKey``,
    ///   ``SRPError/Code/degeneratePublicKey`` or ``SRPError/Code/malformedSecretBlock``.
    public init(salt: String, serverPublicKey: String, secretBlock: String) throws(SRPError) {
        self.salt = try SRPSalt.read(salt)
        self.serverPublicKey = try SRPPublicKey(hexadecimal: serverPublicKey)
        self.secretBlock = try SecretBlock(secretBlock)
    }
}

/// `SECRET_BLOCK`: opaque bytes that enter the proof, and the text that must go back as it came.
struct SecretBlock: Sendable {
    let text: String
    let bytes: [UInt8]

    init(_ text: String) throws(SRPError) {
        do {
            bytes = try Base64.decodeLeniently(text)
        } catch {
            throw SRPError(.malformedSecretBlock, "the secret block is not base64")
        }
        guard !bytes.isEmpty else { throw SRPError(.malformedSecretBlock, "the secret block is empty") }
        self.text = text
    }
}

/// `SALT`, read as the integer it is.
enum SRPSalt {
    static func read(_ text: String) throws(SRPError) -> BigNum {
        do {
            return try BigNum(hex: text, maximumDigits: 256)
        } catch {
            throw SRPError(.malformedSalt, "a salt cannot be read: \(error.message)")
        }
    }
}
