internal import ByteCoding
internal import CryptoPrimitives

/// Why one key of a set is not used.
struct JSONWebKeyRefusal: Error {
    let reason: String
    let isPrivate: Bool

    init(_ reason: String, isPrivate: Bool = false) {
        self.reason = reason
        self.isPrivate = isPrivate
    }
}

extension VerificationKey {
    /// Reads one key (RFC 7517 §4, RFC 7518 §6.3.1): RSA for signatures with RS256, public, strong enough.
    convenience init(jsonWebKey value: JSONValue) throws(JSONWebKeyRefusal) {
        guard let members = value.object else { throw JSONWebKeyRefusal("not an object") }
        for name in Self.privateNames where members[name] != nil {
            throw JSONWebKeyRefusal("has the private member \(name)", isPrivate: true)
        }
        guard let id = members["kid"]?.string, KeyID.isValid(id) else {
            throw JSONWebKeyRefusal("has no kid of 1 to \(KeyID.maximumLength) ASCII characters")
        }
        guard members["kty"]?.string?.hasSameBytes(as: "RSA") == true else {
            throw JSONWebKeyRefusal("kty is not RSA")
        }
        try Self.require("sig", at: "use", of: members)
        try Self.require("RS256", at: "alg", of: members)
        if let operations = members["key_ops"] {
            guard let texts = operations.array, texts.count == 1, texts[0].string?.hasSameBytes(as: "verify") == true
            else {
                throw JSONWebKeyRefusal("key_ops is not verify")
            }
        }
        let (modulus, exponent) = (try Self.number("n", of: members), try Self.number("e", of: members))
        do throws(CryptoError) {
            self.init(id: id, key: try RSAPublicKey(modulus: modulus, exponent: exponent))
        } catch {
            throw JSONWebKeyRefusal(error.message)
        }
    }

    /// RFC 7518 §6.3.2 and §6.4.
    private static let privateNames = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    /// A member that may be absent, but must not say anything else.
    private static func require(_ text: String, at name: String, of members: JSONObject) throws(JSONWebKeyRefusal) {
        guard let value = members[name] else { return }
        guard value.string?.hasSameBytes(as: text) == true else { throw JSONWebKeyRefusal("\(name) is not \(text)") }
    }

    private static func number(_ name: String, of members: JSONObject) throws(JSONWebKeyRefusal) -> [UInt8] {
        guard let text = members[name]?.string else { throw JSONWebKeyRefusal("has no \(name)") }
        do throws(ByteCodingError) {
            return try Base64URL.decode(text)
        } catch {
            throw JSONWebKeyRefusal("\(name) is not canonical base64url")
        }
    }
}
