internal import ByteCoding
internal import CryptoPrimitives

/// The JSON forms of an RSA public key.
enum JSONWebKey {
    /// The three members that a thumbprint is made of, in the order and form of RFC 7638 §3.
    static func thumbprintInput(of key: RSAPublicKey) -> [UInt8] {
        Array(#"{"e":"\#(exponent(of: key))","kty":"RSA","n":"\#(modulus(of: key))"}"#.utf8)
    }

    /// One member of a key set, with the members and the order of the service.
    static func text(of key: SigningKey) -> String {
        let (exponent, modulus) = (exponent(of: key.publicKey), modulus(of: key.publicKey))
        return #"{"alg":"RS256","e":"\#(exponent)","kid":"\#(key.keyID)","kty":"RSA","n":"\#(modulus)","use":"sig"}"#
    }

    private static func exponent(of key: RSAPublicKey) -> String { Base64URL.encode(key.exponent) }

    private static func modulus(of key: RSAPublicKey) -> String { Base64URL.encode(key.modulus) }
}
