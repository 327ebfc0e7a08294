import ByteCoding
import Testing
import WebAuthn

/// One part of an answer that is wrong, and what it is refused with.
struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let code: WebAuthnError.Code
    let change: @Sendable (inout Scene) throws -> Void

    init(_ name: String, _ code: WebAuthnError.Code, _ change: @escaping @Sendable (inout Scene) throws -> Void) {
        (self.name, self.code, self.change) = (name, code, change)
    }

    var testDescription: String { name }

    /// What is wrong in either ceremony.
    static let common: [Refusal] = [
        Refusal("another challenge", .challenge) {
            $0.challengeText = "\"\(Base64URL.encode([1] + Scene.challenge.dropFirst()))\""
        },
        Refusal("no challenge", .challenge) { $0.challengeText = "\"\"" },
        Refusal("a padded challenge", .challenge) { $0.challengeText = "\"\(Base64URL.encode(Scene.challenge))=\"" },
        Refusal("a challenge with bits left over", .challenge) { scene in
            scene.challengeText = scene.challengeText.replacing("8\"", with: "9\"")
        },
        Refusal("the beginning of the challenge", .challenge) {
            $0.challengeText = "\"\(Base64URL.encode(Array(Scene.challenge.prefix(30))))\""
        },
        Refusal("another host", .origin) { $0.origin = "\"https://example.com\"" },
        Refusal("another scheme", .origin) { $0.origin = "\"http://example.org\"" },
        Refusal("another port", .origin) { $0.origin = "\"https://example.org:8443\"" },
        Refusal("a host below", .origin) { $0.origin = "\"https://a.example.org\"" },
        Refusal("a host that ends alike", .origin) { $0.origin = "\"https://example.org.evil.example\"" },
        Refusal("upper case", .origin) { $0.origin = "\"https://EXAMPLE.org\"" },
        Refusal("a slash after the origin", .origin) { $0.origin = "\"https://example.org/\"" },
        Refusal("a character that only looks like another", .origin) { $0.origin = "\"http\u{17f}://example.org\"" },
        Refusal("no origin", .malformed) { $0.origin = "null" },
        Refusal("an origin that is a number", .malformed) { $0.origin = "1" },
        Refusal("a frame", .crossOrigin) { $0.moreClientData = #","crossOrigin":true"# },
        Refusal("the top of a frame", .crossOrigin) { $0.moreClientData = #","topOrigin":"https://example.org""# },
        Refusal("a frame that is no truth value", .malformed) { $0.moreClientData = #","crossOrigin":"false""# },
        Refusal("a type twice", .malformed) { $0.moreClientData = #","type":"webauthn.get""# },
        Refusal("client data that is no JSON", .malformed) { $0.clientData = [0x7b] },
        Refusal("client data with a byte order mark", .malformed) { $0.clientData = [0xef, 0xbb, 0xbf, 0x7b, 0x7d] },
        Refusal("client data that is no object", .malformed) { $0.clientData = Array("[]".utf8) },
        Refusal("client data that is not UTF-8", .malformed) { $0.clientData = [0x7b, 0x22, 0xff, 0x22, 0x7d] },
        Refusal("a type that is null", .malformed) { $0.type = "null" },
        Refusal("another relying party", .relyingParty) { $0.relyingPartyID = "example.com" },
        Refusal("the host instead of the relying party", .relyingParty) { $0.relyingPartyID = "https://example.org" },
        Refusal("nobody there", .userPresence) { $0.flags &= ~0x01 },
        Refusal("a backup that cannot be", .backup) { $0.flags |= 0x10 },
        Refusal("authenticator data that ends early", .malformed) { $0.cut = 1 },
        Refusal("bytes after authenticator data", .malformed) { $0.more = [0] },
        Refusal("extensions without their flag", .malformed) { $0.more = CBORValue.map(CBORMap([:])).encoded },
        Refusal("a flag without extensions", .malformed) { $0.flags |= 0x80 },
        Refusal("extensions that are no map", .malformed) { ($0.flags, $0.more) = ($0.flags | 0x80, [0x80]) },
        Refusal("bytes after extensions", .malformed) { ($0.flags, $0.more) = ($0.flags | 0x80, [0xa0, 0]) },
        Refusal("too much authenticator data", .tooLarge) { $0.more = [UInt8](repeating: 0, count: 16_384) },
        Refusal("another type of credential", .malformed) { $0.credentialType = "\"password\"" },
        Refusal("no type of credential", .malformed) { $0.credentialType = "null" },
        Refusal("a raw identifier that differs", .malformed) { $0.rawID = "AAAA" },
        Refusal("an identifier that is padded", .malformed) { $0.id += "=" },
        Refusal("an identifier of the standard alphabet", .malformed) { $0.id = "+/+/" },
        Refusal("an identifier with bits left over", .malformed) { $0.id = "AB" },
        Refusal("no identifier", .malformed) { $0.id = "" },
        Refusal("too long an identifier", .malformed) { $0.id = Base64URL.encode([UInt8](repeating: 1, count: 1024)) },
        Refusal("a name twice", .malformed) { $0.moreAnswer = #","id":"AAAA""# },
        Refusal("extension results that are no object", .malformed) {
            $0.moreAnswer = #","clientExtensionResults":[]"#
        },
        Refusal("an attachment that is a number", .malformed) { $0.moreAnswer = #","authenticatorAttachment":1"# },
        Refusal("too long an attachment", .tooLarge) { scene in
            scene.moreAnswer = #","authenticatorAttachment":"\#(String(repeating: "a", count: 65))""#
        },
        Refusal("too much JSON", .tooLarge) { $0.moreAnswer = #","x":"\#(String(repeating: "a", count: 131_072))""# },
    ]
}
