public import ByteCoding
public import CryptoPrimitives

/// An RSA key that signs tokens with RS256, under an id that follows from the key itself.
public struct SigningKey: Sendable {
    /// The key's id: its thumbprint (RFC 7638), 43 characters of base64url, the same whenever the key is read again.
    public let keyID: String

    /// The key that verifies what this key signs.
    public var publicKey: RSAPublicKey { privateKey.publicKey }

    /// The public half as a member of a key set (RFC 7517 §4), with the members and the order of the service.
    package var publicJSON: String { JSONWebKey.text(of: self) }

    private let privateKey: RSAPrivateKey

    /// Takes a key.
    ///
    /// - Parameter privateKey: The key to sign with.
    /// - Throws: ``JWTSigningError`` with ``JWTSigningError/Code/invalidKey`` if its thumbprint cannot be computed.
    public init(privateKey: RSAPrivateKey) throws(JWTSigningError) {
        self.privateKey = privateKey
        do throws(CryptoError) {
            keyID = Base64URL.encode(try SHA256.digest(of: JSONWebKey.thumbprintInput(of: privateKey.publicKey)))
        } catch {
            throw JWTSigningError(.invalidKey, "no thumbprint: \(error.message)", underlying: error)
        }
    }

    /// Reads a key that ``pkcs8()`` wrote, or any other program.
    ///
    /// - Parameter pkcs8: An unencrypted PKCS#8 structure (RFC 5208) in DER.
    /// - Throws: ``JWTSigningError`` with ``JWTSigningError/Code/invalidKey``.
    public init(pkcs8: SecretBytes) throws(JWTSigningError) {
        let privateKey: RSAPrivateKey
        do throws(CryptoError) {
            privateKey = try RSAPrivateKey(pkcs8: pkcs8)
        } catch {
            throw JWTSigningError(.invalidKey, error.message, underlying: error)
        }
        try self.init(privateKey: privateKey)
    }

    /// Makes a new key; takes from a tenth of a second to some seconds.
    ///
    /// - Parameter bitCount: The size of the modulus, from 2048 to 8192 bits, a multiple of 8.
    /// - Returns: The key.
    /// - Throws: ``JWTSigningError`` with ``JWTSigningError/Code/invalidKey``.
    public static func generate(bitCount: Int = 2048) throws(JWTSigningError) -> SigningKey {
        let privateKey: RSAPrivateKey
        do throws(CryptoError) {
            privateKey = try RSAPrivateKey.generate(bitCount: bitCount)
        } catch {
            throw JWTSigningError(.invalidKey, error.message, underlying: error)
        }
        return try SigningKey(privateKey: privateKey)
    }

    /// Writes the key, to be kept like a password.
    ///
    /// - Returns: An unencrypted PKCS#8 structure (RFC 5208) in DER.
    /// - Throws: ``JWTSigningError`` with ``JWTSigningError/Code/invalidKey``.
    public func pkcs8() throws(JWTSigningError) -> SecretBytes {
        do throws(CryptoError) {
            return try privateKey.pkcs8()
        } catch {
            throw JWTSigningError(.invalidKey, error.message, underlying: error)
        }
    }

    /// Signs a header and a payload, byte for byte as they are given (RFC 7515 §5.1).
    ///
    /// - Parameters:
    ///   - header: A JSON object in UTF-8 that says `"alg":"RS256"`; not looked at here.
    ///   - payload: The claims, a JSON object in UTF-8; not looked at here.
    /// - Returns: The token in compact form, ASCII.
    /// - Throws: ``JWTSigningError`` with ``JWTSigningError/Code/signingFailed``.
    public func sign(header: [UInt8], payload: [UInt8]) throws(JWTSigningError) -> [UInt8] {
        var token = Base64URL.encodedBytes(header.span)
        token.append(UInt8(ascii: "."))
        token.append(contentsOf: Base64URL.encodedBytes(payload.span))
        let signature: [UInt8]
        do throws(CryptoError) {
            signature = try privateKey.signature(for: token.span)
        } catch {
            throw JWTSigningError(.signingFailed, error.message, underlying: error)
        }
        token.append(UInt8(ascii: "."))
        token.append(contentsOf: Base64URL.encodedBytes(signature.span))
        return token
    }

    /// Signs a payload under the header that the service writes: `kid`, then `alg`.
    ///
    /// - Parameter payload: The claims, a JSON object in UTF-8; not looked at here.
    /// - Returns: The token in compact form, ASCII.
    /// - Throws: ``JWTSigningError`` with ``JWTSigningError/Code/signingFailed``.
    public func sign(payload: [UInt8]) throws(JWTSigningError) -> [UInt8] {
        try sign(header: Array(#"{"kid":"\#(keyID)","alg":"RS256"}"#.utf8), payload: payload)
    }
}
