import ByteCoding
import CognitoWire
import CryptoPrimitives
import Testing
import WebAuthn

@testable import LocalPool

@Suite("Passkeys") struct PasskeyTests {
    let under: PoolUnderTest

    init() async throws {
        under = try PoolUnderTest()
        try await under.makeUser()
    }

    @Test("a passkey is registered, listed and deleted")
    func lifeCycle() async throws {
        var authenticator = try SoftwareAuthenticator()
        let tokens = try await under.tokens()
        let options = try await under.creationOptions(tokens)
        #expect(options["rp"]?["id"]?.string == "localhost")
        #expect(options["user"]?["name"]?.string == "alice")
        let sub = try await under.adminProfile(of: "alice").userAttributes?.first { $0.name == "sub" }?.value?.value
        #expect(options["user"]?["id"]?.string == sub.map { Base64URL.encode(Array($0.utf8)) })
        try await under.completeRegistration(authenticator.register(options), tokens)
        let id = try #require(authenticator.credentials.first.map { Base64URL.encode($0.id) })
        let listed = try #require(try await under.passkeys(of: tokens).first)
        #expect(listed.credentialID == id && listed.relyingPartyID == "localhost")
        #expect(listed.authenticatorTransports == ["internal"] && listed.authenticatorAttachment == "platform")
        #expect(listed.createdAt == under.clock.now)
        let again = try await under.creationOptions(tokens)
        #expect(throws: WebAuthnError.self) { try authenticator.register(again) }
        try await under.deletePasskey(id, tokens)
        #expect(try await under.passkeys(of: tokens).isEmpty)
        await expectRefusal("ResourceNotFoundException") { try await under.deletePasskey(id, tokens) }
    }

    @Test("a challenge works once, whatever came of it, and for the user alone")
    func challengeOnce() async throws {
        var authenticator = try SoftwareAuthenticator()
        let tokens = try await under.tokens()
        let answer = try await authenticator.register(under.creationOptions(tokens))
        try await under.makeUser("bob", attributes: ["email": "bob@example.com"])
        let bob = try await under.tokens("bob")
        await expectRefusal("WebAuthnChallengeNotFoundException") {
            try await under.completeRegistration(answer, bob)
        }
        _ = try await under.creationOptions(bob)
        await expectRefusal("WebAuthnChallengeNotFoundException") {
            try await under.completeRegistration(answer, bob)
        }
        try await under.completeRegistration(answer, tokens)
        await expectRefusal("WebAuthnChallengeNotFoundException") {
            try await under.completeRegistration(answer, tokens)
        }
        let second = try await authenticator.register(under.creationOptions(tokens), exclusive: false)
        _ = try await under.creationOptions(tokens)
        await expectRefusal("WebAuthnChallengeNotFoundException") {
            try await under.completeRegistration(second, tokens)
        }
        // The challenge that was asked for since is spent with it.
        await expectRefusal("WebAuthnChallengeNotFoundException") {
            try await under.completeRegistration(second, tokens)
        }
        #expect(try await under.passkeys(of: tokens).count == 1)
    }

    @Test("a challenge ends with the client's sessions")
    func challengeExpires() async throws {
        var authenticator = try SoftwareAuthenticator()
        let tokens = try await under.tokens()
        let answer = try await authenticator.register(under.creationOptions(tokens))
        under.clock.advance(by: .seconds(180))
        await expectRefusal("WebAuthnChallengeNotFoundException") {
            try await under.completeRegistration(answer, tokens)
        }
    }

    @Test(
        "a page of another origin registers nothing, one of the relying party does",
        arguments: [
            ("http://localhost:1234", false), ("http://127.0.0.1:9229", false), ("https://evil.example", false),
            ("http://localhost", false), ("https://localhost", true), ("http://localhost:9229", true),
        ]
    )
    func origins(origin: String, isAllowed: Bool) async throws {
        let tokens = try await under.tokens()
        let answer = try await forgedAnswer(origin: origin, under.creationOptions(tokens))
        if isAllowed { return try await under.completeRegistration(answer, tokens) }
        await expectRefusal("WebAuthnOriginNotAllowedException") {
            try await under.completeRegistration(answer, tokens)
        }
        #expect(try await under.passkeys(of: tokens).isEmpty)
    }

    @Test("a configured relying party speaks for its own pages only")
    func configuredRelyingParty() async throws {
        try await under.configurePasskeys(WebAuthnConfigurationType(relyingPartyID: "auth.example.com"))
        var authenticator = try SoftwareAuthenticator()
        let tokens = try await under.tokens()
        let options = try await under.creationOptions(tokens)
        #expect(options["rp"]?["id"]?.string == "auth.example.com")
        let answer = try authenticator.register(options, origin: "https://auth.example.com")
        try await under.completeRegistration(answer, tokens)
        let other = try await forgedAnswer(origin: "http://localhost:9229", under.creationOptions(tokens))
        await expectRefusal("WebAuthnOriginNotAllowedException") {
            try await under.completeRegistration(other, tokens)
        }
        try await under.configurePasskeys(WebAuthnConfigurationType(relyingPartyID: "Not a host"))
        await expectRefusal("WebAuthnConfigurationMissingException") { try await under.creationOptions(tokens) }
    }

    @Test("an authenticator that answers for another relying party is refused")
    func otherRelyingParty() async throws {
        let tokens = try await under.tokens()
        var authenticator = try SoftwareAuthenticator()
        let text = try await under.creationOptions(tokens)
        let made = try authenticator.register(text)
        // The authenticator data is another's, the page is ours.
        let foreign = try authenticator.register(
            text.replacing("rp", with: .object(["id": .string("app.localhost"), "name": .string("app")])),
            origin: "http://app.localhost:9229"
        )
        let attestation = try #require(foreign["response"]?["attestationObject"])
        let response = try #require(made["response"]).replacing("attestationObject", with: attestation)
        let mixed = made.replacing("response", with: response)
        await expectRefusal("WebAuthnRelyingPartyMismatchException") {
            try await under.completeRegistration(mixed, tokens)
        }
    }

    @Test("where the pool asks who is there, an authenticator that does not look is refused")
    func userVerification() async throws {
        try await under.configurePasskeys(WebAuthnConfigurationType(userVerification: .required))
        let tokens = try await under.tokens()
        let options = try await under.creationOptions(tokens)
        #expect(options["authenticatorSelection"]?["userVerification"]?.string == "required")
        var authenticator = try SoftwareAuthenticator()
        authenticator.verifiesUser = false
        let lax = options.replacing(
            "authenticatorSelection",
            with: .object(["userVerification": .string("preferred")])
        )
        let answer = try authenticator.register(lax)
        await expectRefusal("WebAuthnCredentialNotSupportedException") {
            try await under.completeRegistration(answer, tokens)
        }
    }

    @Test("what is no credential is refused, and costs no challenge")
    func malformed() async throws {
        let tokens = try await under.tokens()
        var authenticator = try SoftwareAuthenticator()
        let answer = try await authenticator.register(under.creationOptions(tokens))
        let response = try #require(answer["response"])
        let bad: [WireDocument] = [
            .object([:]), .array([]), .string("{}"), .null,
            answer.replacing("response", with: .object([:])),
            answer.replacing("response", with: response.replacing("attestationObject", with: .string("AAAA"))),
            answer.replacing("response", with: response.replacing("clientDataJSON", with: .string("%%%"))),
        ]
        for credential in bad {
            await expectRefusal("InvalidParameterException") {
                try await under.completeRegistration(credential, tokens)
            }
        }
        try await under.completeRegistration(answer, tokens)
    }

    @Test("a pool that takes no passkeys, and a client that did not begin, are refused")
    func notEnabled() async throws {
        let tokens = try await under.tokens()
        var authenticator = try SoftwareAuthenticator()
        let answer = try await authenticator.register(under.creationOptions(tokens))
        let client = try await under.makeClient()
        let clientID = try #require(client.clientID?.value)
        let signIn = ["USERNAME": "alice", "PASSWORD": PoolUnderTest.password]
        let step = try await under.initiate(.userPasswordAuth, signIn, clientID: clientID)
        let other = try #require(step.authenticationResult)
        await expectRefusal("WebAuthnClientMismatchException") {
            try await under.completeRegistration(answer, other)
        }
        try await under.configure { $0.policies?.signInPolicy?.allowedFirstAuthFactors = [.password] }
        await expectRefusal("WebAuthnNotEnabledException") { try await under.creationOptions(tokens) }
        await expectRefusal("WebAuthnNotEnabledException") {
            try await under.completeRegistration(answer, tokens)
        }
    }

    @Test("a user has twenty passkeys at most, and they come in pages")
    func limit() async throws {
        let tokens = try await under.tokens()
        for _ in 0..<20 { _ = try await under.registerPasskey(tokens) }
        await expectRefusal("LimitExceededException") { try await under.creationOptions(tokens) }
        var (seen, token): ([String], String?) = ([], nil)
        repeat {
            let page = try await under.call(
                ListWebAuthnCredentials.self,
                ListWebAuthnCredentialsRequest(
                    accessToken: #require(tokens.accessToken),
                    maxResults: 8,
                    nextToken: token
                )
            )
            #expect(page.credentials.count <= 8)
            seen += page.credentials.map(\.credentialID)
            token = page.nextToken
        } while token != nil
        #expect(Set(seen).count == 20 && seen.count == 20)
        await expectRefusal("InvalidParameterException") {
            try await under.call(
                ListWebAuthnCredentials.self,
                ListWebAuthnCredentialsRequest(accessToken: #require(tokens.accessToken), maxResults: 21)
            )
        }
    }

    /// What an authenticator answers on a page that no browser would let it.
    private func forgedAnswer(origin: String, _ options: WireDocument) throws -> WireDocument {
        var authenticator = try SoftwareAuthenticator()
        let id = try #require(options["rp"]?["id"]?.string)
        let honest = try authenticator.register(options, origin: "https://\(id)")
        let challenge = try #require(options["challenge"])
        let client = WireDocument.object([
            "type": .string("webauthn.create"), "challenge": challenge, "origin": .string(origin),
        ])
        let text = Base64URL.encode(try WireCoder().encode(client))
        let response = try #require(honest["response"]).replacing("clientDataJSON", with: .string(text))
        return honest.replacing("response", with: response)
    }
}
