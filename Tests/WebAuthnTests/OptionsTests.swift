import ByteCoding
import Testing
import WebAuthn

@Suite("Options") struct OptionsTests {
    private let relyingParty: RelyingParty
    private let user: PasskeyUser
    private let challenge = [UInt8](repeating: 0xfb, count: 16)

    init() throws {
        relyingParty = try RelyingParty(id: "localhost", origins: ["http://localhost:9229"])
        user = try PasskeyUser(handle: [0xff, 0xef], name: "carol \"c\"", displayName: "Carol")
    }

    @Test("creation options are what the service answers with")
    func creation() throws {
        var registration = try Registration(relyingParty: relyingParty, user: user, challenge: challenge)
        registration.excluding = [
            CredentialDescriptor(id: [1, 2, 3], transports: ["usb"]), CredentialDescriptor(id: [4]),
        ]
        #expect(
            registration.optionsJSON
                == #"{"rp":{"id":"localhost","name":"localhost"},"#
                + #""user":{"id":"_-8","name":"carol \"c\"","displayName":"Carol"},"challenge":"-_v7-_v7-_v7-_v7-_v7-w","#
                + #""pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}],"timeout":60000,"#
                + #""excludeCredentials":[{"type":"public-key","id":"AQID","transports":["usb"]},"#
                + #"{"type":"public-key","id":"BA"}],"authenticatorSelection":"#
                + #"{"requireResidentKey":true,"residentKey":"required","userVerification":"preferred"}}"#
        )
    }

    @Test("creation options say what was chosen")
    func chosen() throws {
        var registration = try Registration(
            relyingParty: relyingParty,
            user: user,
            challenge: challenge,
            userVerification: .required,
            timeout: .milliseconds(1500)
        )
        registration.algorithms = [.es256]
        registration.attachment = "platform"
        registration.isResidentKeyRequired = false
        #expect(
            registration.optionsJSON.hasSuffix(
                #""pubKeyCredParams":[{"type":"public-key","alg":-7}],"timeout":1500,"excludeCredentials":[],"#
                    + #""authenticatorSelection":{"authenticatorAttachment":"platform","requireResidentKey":false,"#
                    + #""residentKey":"preferred","userVerification":"required"}}"#
            )
        )
    }

    @Test("request options are what the service answers with")
    func request() throws {
        let assertion = try Assertion(
            relyingParty: relyingParty,
            challenge: challenge,
            allowed: [CredentialDescriptor(id: [1, 2, 3], transports: ["internal"])],
            userVerification: .discouraged
        )
        #expect(
            assertion.optionsJSON
                == #"{"challenge":"-_v7-_v7-_v7-_v7-_v7-w","timeout":60000,"rpId":"localhost","allowCredentials":"#
                + #"[{"type":"public-key","id":"AQID","transports":["internal"]}],"userVerification":"discouraged"}"#
        )
    }

    @Test(
        "challenges and times that make no sense are refused",
        arguments: [(15, 60), (1025, 60), (16, 0), (16, 3601), (16, -1)]
    )
    func senseless(byteCount: Int, seconds: Int) {
        let challenge = [UInt8](repeating: 1, count: byteCount)
        let error = #expect(throws: WebAuthnError.self) {
            try Assertion(relyingParty: relyingParty, challenge: challenge, timeout: .seconds(seconds))
        }
        #expect(error?.code == .invalidOptions)
        #expect(throws: WebAuthnError.self) {
            try Registration(relyingParty: relyingParty, user: user, challenge: challenge, timeout: .seconds(seconds))
        }
    }

    @Test(
        "relying parties that are no host names are refused",
        arguments: [
            "", "Example.org", "https://example.org", "example.org:443", "example..org", ".org", "example.org.",
            "-a.org",
            "bücher.example", "a b", "[::1]", String(repeating: "a.", count: 127) + "aa",
        ]
    )
    func hosts(id: String) {
        let error = #expect(throws: WebAuthnError.self) { try RelyingParty(id: id, origins: ["https://example.org"]) }
        #expect(error?.code == .invalidOptions)
    }

    @Test("relying parties without origins and users without handles are refused")
    func empty() throws {
        #expect(throws: WebAuthnError.self) { try RelyingParty(id: "example.org", origins: []) }
        #expect(throws: WebAuthnError.self) { try RelyingParty(id: "example.org", origins: [""]) }
        #expect(throws: Never.self) { try PasskeyUser(handle: [UInt8](repeating: 1, count: 64), name: "") }
        for count in [0, 65] {
            let error = #expect(throws: WebAuthnError.self) {
                try PasskeyUser(handle: [UInt8](repeating: 1, count: count), name: "carol")
            }
            #expect(error?.code == .invalidOptions)
        }
    }
}
