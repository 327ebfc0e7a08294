import ByteCoding
import CryptoPrimitives
import Testing
import WebAuthn

@Suite("Software authenticator") struct SoftwareAuthenticatorTests {
    private let origin = "http://localhost:9229"
    private let relyingParty: RelyingParty
    private let user: PasskeyUser
    private var authenticator: SoftwareAuthenticator

    init() throws {
        relyingParty = try RelyingParty(id: "localhost", origins: [origin])
        user = try PasskeyUser(
            handle: Array("carol".utf8),
            name: "carol@example.com",
            displayName: "Carol „C“ \\ \u{1}"
        )
        authenticator = try SoftwareAuthenticator(aaguid: [UInt8](1...16))
    }

    @Test("what it makes is verified, with and without a list of credentials")
    mutating func roundTrip() throws {
        var credential = try register()
        #expect(credential.aaguid == [UInt8](1...16) && credential.id.count == 32 && credential.counter == 0)
        #expect(credential.isUserVerified && !credential.isBackupEligible && credential.userHandle == user.handle)
        #expect(credential.transports == ["internal"] && credential.attachment == "platform")
        #expect(authenticator.credentials.map(\.id) == [credential.id])
        for (count, allowed) in [(1, [credential.descriptor]), (2, []), (3, [])] {
            let verified = try signIn(credential, allowed: allowed)
            #expect(verified.isUserVerified && verified.credential.counter == UInt32(count))
            credential = verified.credential
        }
        #expect(authenticator.credentials.first?.counter == 3)
    }

    @Test("synchronised passkeys do not count, and say that they have a backup")
    mutating func synchronized() throws {
        authenticator.isSynchronized = true
        let credential = try register()
        #expect(credential.isBackupEligible && credential.isBackedUp)
        let first = try signIn(credential)
        #expect(first.credential.counter == 0)
        let second = try signIn(credential)
        #expect(second.credential.counter == 0)
    }

    @Test("without a check of who is there, required verification is refused on both sides")
    mutating func verification() throws {
        authenticator.verifiesUser = false
        let credential = try register()
        #expect(!credential.isUserVerified)
        let verified = try signIn(credential)
        #expect(!verified.isUserVerified)
        let registration = try makeRegistration(userVerification: .required)
        refuse(.userVerification) { try $0.register(options: registration.optionsJSON, origin: origin) }
        let assertion = try makeAssertion(userVerification: .required)
        refuse(.userVerification) { try $0.authenticate(options: assertion.optionsJSON, origin: origin) }
    }

    @Test("one passkey for each user; another user has another")
    mutating func replacing() throws {
        let first = try register()
        let second = try register()
        #expect(first.id != second.id && authenticator.credentials.map(\.id) == [second.id])
        let dave = try Registration(
            relyingParty: relyingParty,
            user: PasskeyUser(handle: [1], name: "dave"),
            challenge: RandomBytes.make(count: 32)
        )
        _ = try authenticator.register(options: dave.optionsJSON, origin: origin)
        #expect(authenticator.credentials.map(\.user.name) == ["carol@example.com", "dave"])
        let newest = try AuthenticationResponse(
            json: authenticator.authenticate(options: makeAssertion().optionsJSON, origin: origin)
        )
        #expect(newest.userHandle == [1])
    }

    @Test("an excluded passkey is refused")
    mutating func excluded() throws {
        var registration = try makeRegistration()
        registration.excluding = [try register().descriptor]
        refuse(.excluded) { try $0.register(options: registration.optionsJSON, origin: origin) }
        registration.excluding = [CredentialDescriptor(id: [1])]
        _ = try authenticator.register(options: registration.optionsJSON, origin: origin)
    }

    @Test("without a fitting passkey there is no answer")
    mutating func noCredential() throws {
        let options = try makeAssertion().optionsJSON
        refuse(.noCredential) { try $0.authenticate(options: options, origin: origin) }
        let credential = try register()
        let other = try makeAssertion(allowed: [CredentialDescriptor(id: [1])]).optionsJSON
        refuse(.noCredential) { try $0.authenticate(options: other, origin: origin) }
        let unknown = #"{"challenge":"AAAA","rpId":"localhost","allowCredentials":[{"type":"x","id":"AAAA"}]}"#
        refuse(.noCredential) { try $0.authenticate(options: unknown, origin: origin) }
        refuse(.noCredential) {
            try $0.authenticate(options: #"{"challenge":"AAAA"}"#, origin: "https://example.org")
        }
        let outcomes = (authenticator.remove(credential.id), authenticator.remove(credential.id))
        #expect(outcomes == (true, false))
        refuse(.noCredential) { try $0.authenticate(options: options, origin: origin) }
    }

    @Test(
        "a page must belong to the relying party",
        arguments: [
            ("https://example.org", "example.org", nil), ("https://a.example.org:8443", "example.org", nil),
            ("http://localhost", "localhost", nil), ("http://a.localhost:1", "a.localhost", nil),
            ("http://example.org", "example.org", .origin), ("ftp://example.org", "example.org", .origin),
            ("https://example.org/", "example.org", .origin), ("https://example.org:", "example.org", .origin),
            ("https://example.org:080", "example.org", .origin), ("https://example.org:99999", "example.org", .origin),
            ("https://u@example.org", "example.org", .origin), ("https://Example.org", "example.org", .origin),
            ("example.org", "example.org", .origin), ("", "example.org", .origin), ("null", "example.org", .origin),
            ("https://127.0.0.1:1:2", "127.0.0.1", .origin),
            ("https://example.org", "a.example.org", .relyingParty), ("https://example.org", "org", .relyingParty),
            ("https://badexample.org", "example.org", .relyingParty),
            ("https://example.org", "example.com", .relyingParty), ("https://example.org", "", .relyingParty),
        ] as [(String, String, WebAuthnError.Code?)]
    )
    func pages(origin: String, relyingPartyID: String, code: WebAuthnError.Code?) throws {
        let options = """
            {"rp":{"id":"\(relyingPartyID)","name":"x"},"user":{"id":"AQ","name":"c"},"challenge":"AAAA",\
            "pubKeyCredParams":[]}
            """
        guard let code else {
            var copy = authenticator
            _ = try copy.register(options: options, origin: origin)
            #expect(copy.credentials.map(\.relyingPartyID) == [relyingPartyID])
            return
        }
        refuse(code) { try $0.register(options: options, origin: origin) }
    }

    @Test(
        "options that are incomplete or ask for other algorithms are refused",
        arguments: [
            ("", .malformed), ("[]", .malformed), ("{}", .malformed),
            (#"{"rp":{},"user":{"id":"AQ","name":"c"},"challenge":"AAA=","pubKeyCredParams":[]}"#, .malformed),
            (#"{"rp":{},"user":{"id":"AQ","name":"c"},"pubKeyCredParams":[]}"#, .malformed),
            (#"{"rp":{},"user":{"name":"c"},"challenge":"AAAA","pubKeyCredParams":[]}"#, .malformed),
            (#"{"user":{"id":"AQ","name":"c"},"challenge":"AAAA","pubKeyCredParams":[]}"#, .malformed),
            (#"{"rp":{},"user":{"id":"","name":"c"},"challenge":"AAAA","pubKeyCredParams":[]}"#, .invalidOptions),
            (
                #"{"rp":{},"user":{"id":"AQ","name":"c"},"challenge":"AAAA","pubKeyCredParams":[{"alg":-257}]}"#,
                .algorithm
            ),
        ] as [(String, WebAuthnError.Code)]
    )
    func options(json: String, code: WebAuthnError.Code) {
        refuse(code) { try $0.register(options: json, origin: origin) }
    }

    @Test("a frame is told, and refused by a relying party that has none")
    mutating func frame() throws {
        let registration = try makeRegistration()
        let json = try authenticator.register(
            options: registration.optionsJSON,
            origin: origin,
            topOrigin: "https://top.example"
        )
        let error = #expect(throws: WebAuthnError.self) { try registration.verify(RegistrationResponse(json: json)) }
        #expect(error?.code == .crossOrigin)
        var framed = relyingParty
        framed.topOrigins = ["https://top.example"]
        let allowing = try Registration(relyingParty: framed, user: user, challenge: [UInt8](repeating: 5, count: 32))
        #expect(throws: Never.self) { try allowing.verify(RegistrationResponse(json: json)) }
    }

    @Test("the answer holds what a browser's holds")
    mutating func members() throws {
        let options = makeOptions(extensions: #","extensions":{"credProps":true}"#)
        let json = try authenticator.register(options: options, origin: origin)
        let object = try #require(JSONReader().read(Array(json.utf8)).object)
        #expect(object["clientExtensionResults"]?.object?["credProps"]?.object?["rk"]?.bool == true)
        let response = try #require(object["response"]?.object)
        #expect(response["publicKeyAlgorithm"]?.number?.int == -7)
        let key = try P256PublicKey(subjectPublicKeyInfo: Base64URL.decode(#require(response["publicKey"]?.string)))
        let data = try Base64URL.decode(#require(response["authenticatorData"]?.string))
        #expect(try AuthenticatorData(data).attestedCredential?.publicKey.bytes.count == 77)
        #expect(data.suffix(77).contains(key.x963[1]))
    }

    @Test("what is exported comes back whole, and signs on")
    mutating func export() throws {
        let credential = try register()
        _ = try signIn(credential)
        authenticator.isSynchronized = false
        authenticator = try SoftwareAuthenticator(exported: authenticator.exported())
        #expect(authenticator.aaguid == [UInt8](1...16) && authenticator.verifiesUser)
        #expect(authenticator.credentials.map(\.user) == [user])
        let verified = try signIn(credential)
        #expect(verified.credential.counter == 2)
        let empty = try SoftwareAuthenticator(exported: SoftwareAuthenticator().exported())
        #expect(empty.credentials.isEmpty)
    }

    @Test("damaged exports are refused at every length, and none ends the process")
    mutating func damagedExport() throws {
        _ = try register()
        let whole = try authenticator.exported().withBytes { span in span.indices.map { span[$0] } }
        for damaged in whole.indices.map({ Array(whole.prefix($0)) }) + [whole + [0]] {
            #expect(throws: WebAuthnError.self) { try SoftwareAuthenticator(exported: SecretBytes(damaged)) }
        }
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 0x21
            _ = try? SoftwareAuthenticator(exported: SecretBytes(changed))
        }
    }

    @Test("an export has one form: no member of another type, and none besides")
    func foreignExport() throws {
        let whole = try SoftwareAuthenticator().exported().withBytes { span in span.indices.map { span[$0] } }
        let flag = try #require(whole.firstIndex(of: 0xf5))
        var number = whole
        number[flag] = 0x01
        let besides = [0xa6] + whole.dropFirst() + [0x06, 0x00]
        for other in [number, besides] {
            let error = #expect(throws: WebAuthnError.self) { try SoftwareAuthenticator(exported: SecretBytes(other)) }
            #expect(error?.code == .malformed)
        }
    }

    @Test("nothing of the keys is printed")
    mutating func printing() throws {
        _ = try register()
        #expect("\(authenticator)" == "<software authenticator with 1 passkeys>")
        #expect(Mirror(reflecting: authenticator).children.isEmpty)
        #expect("\(try authenticator.exported())" == "<redacted>")
    }

    @Test("a failing source of randomness is told, and nothing is kept")
    func randomness() throws {
        var failing = try SoftwareAuthenticator(randomness: RandomBytes { _ in })
        let options = try makeRegistration().optionsJSON
        let error = #expect(throws: WebAuthnError.self) { try failing.register(options: options, origin: origin) }
        #expect(error?.code == .cryptography && error?.underlying?.code == .randomnessUnavailable)
        #expect(failing.credentials.isEmpty)
        let wrong = #expect(throws: WebAuthnError.self) { try SoftwareAuthenticator(aaguid: [1]) }
        #expect(wrong?.code == .invalidOptions)
    }

    // MARK: - Steps

    private func makeOptions(extensions: String) -> String {
        #"{"rp":{"id":"localhost"},"user":{"id":"AQ","name":"c"},"challenge":"AAAA","pubKeyCredParams":[]\#(extensions)}"#
    }

    private func makeRegistration(userVerification: UserVerification = .preferred) throws -> Registration {
        try Registration(
            relyingParty: relyingParty,
            user: user,
            challenge: [UInt8](repeating: 5, count: 32),
            userVerification: userVerification
        )
    }

    private func makeAssertion(
        allowed: [CredentialDescriptor] = [],
        userVerification: UserVerification = .preferred
    ) throws -> Assertion {
        try Assertion(
            relyingParty: relyingParty,
            challenge: [UInt8](repeating: 6, count: 32),
            allowed: allowed,
            userVerification: userVerification
        )
    }

    private mutating func register() throws -> Credential {
        let registration = try makeRegistration()
        let json = try authenticator.register(options: registration.optionsJSON, origin: origin)
        return try registration.verify(RegistrationResponse(json: json))
    }

    private mutating func signIn(
        _ credential: Credential,
        allowed: [CredentialDescriptor] = []
    ) throws -> VerifiedAssertion {
        let assertion = try makeAssertion(allowed: allowed)
        let json = try authenticator.authenticate(options: assertion.optionsJSON, origin: origin)
        return try assertion.verify(AuthenticationResponse(json: json), with: credential)
    }

    private func refuse(_ code: WebAuthnError.Code, _ step: (inout SoftwareAuthenticator) throws -> String) {
        var copy = authenticator
        let error = #expect(throws: WebAuthnError.self) { try step(&copy) }
        #expect(error?.code == code)
        #expect(copy.credentials == authenticator.credentials)
    }
}
