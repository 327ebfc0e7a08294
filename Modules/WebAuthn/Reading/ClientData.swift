internal import ByteCoding
internal import CryptoPrimitives

/// What the browser says about a ceremony; the authenticator signs its hash (W3C Web Authentication §5.8.1).
struct ClientData {
    /// Which ceremony it belongs to.
    enum Kind: String {
        case create = "webauthn.create"
        case get = "webauthn.get"
    }

    /// SHA-256 of the bytes.
    let hash: [UInt8]

    private let type: String
    private let challenge: String
    private let origin: String
    private let isCrossOrigin: Bool
    private let topOrigin: String?

    /// Reads the JSON; members that are not known are passed over, as the standard asks.
    init(_ bytes: [UInt8]) throws(WebAuthnError) {
        let members = try Members(json: bytes.span, of: "clientDataJSON")
        type = try members.text("type")
        challenge = try members.text("challenge")
        origin = try members.text("origin")
        isCrossOrigin = try members.optionalBool("crossOrigin") ?? false
        topOrigin = try members.optionalText("topOrigin")
        hash = try WebAuthnError.wrapping { () throws(CryptoError) in try SHA256.digest(of: bytes) }
    }

    /// The checks of §7.1 and §7.2 that are about the client; texts are compared byte for byte.
    func check(
        _ kind: Kind,
        challenge expected: [UInt8],
        relyingParty: RelyingParty
    ) throws(WebAuthnError) {
        guard type.hasSameBytes(as: kind.rawValue) else {
            throw WebAuthnError(.type, "the client answers another ceremony than \(kind.rawValue)")
        }
        guard challenge.hasSameBytes(as: Base64URL.encode(expected)) else {
            throw WebAuthnError(.challenge, "the client answers another challenge")
        }
        guard relyingParty.origins.contains(where: { $0.hasSameBytes(as: origin) }) else {
            throw WebAuthnError(.origin, "the page's origin is none of those that are allowed")
        }
        guard isCrossOrigin || topOrigin != nil else { return }
        guard let topOrigins = relyingParty.topOrigins else {
            throw WebAuthnError(.crossOrigin, "the page stood in a frame of another origin, which is not allowed")
        }
        guard isCrossOrigin, let topOrigin, topOrigins.contains(where: { $0.hasSameBytes(as: topOrigin) }) else {
            throw WebAuthnError(.crossOrigin, "the page stood in a frame of an origin that is none of those allowed")
        }
    }

    /// Writes client data as §5.8.1.1 does; for the software authenticator.
    static func encode(_ kind: Kind, challenge: [UInt8], origin: String, topOrigin: String?) -> [UInt8] {
        let object = JSONObject([
            "type": .string(kind.rawValue),
            "challenge": .string(Base64URL.encode(challenge)),
            "origin": .string(origin),
            "crossOrigin": .bool(topOrigin != nil),
            "topOrigin": topOrigin.map { .string($0) },
        ])
        return Array(object.text.utf8)
    }
}
