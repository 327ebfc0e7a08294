import CognitoWire
import Testing
import WebAuthn

@testable import LocalPool

@Suite("Passkeys at the sign-in page") struct PasskeyPageTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("are added by who is signed in, and sign in then")
    func life() async throws {
        try await under.makeUser()
        let parameters = try await under.parameters(under.makeApplication { $0.explicitAuthFlows = [.allowUserAuth] })
        let cookie = try await signIn(parameters)
        var authenticator = try SoftwareAuthenticator()
        let added = try await add(&authenticator, parameters, cookie)
        guard case .leave(PoolUnderTest.callback, cookie: .unchanged) = added else {
            Issue.record("not added: \(added)")
            return
        }

        let choice = try await page(try await under.submit("begin", ["username": "alice"], to: parameters))
        #expect(choice.kind == .choice && choice.choices.contains("WEB_AUTHN"))
        let asked = try await page(
            try await under.submit("answer", choice.fields.merging(["answer": "WEB_AUTHN"]) { $1 }, to: parameters)
        )
        #expect(asked.kind == .passkey)
        let answer = try authenticator.authenticate(
            options: #require(asked.passkeyOptions),
            origin: "http://localhost:9229"
        )
        let step = try await under.submit("answer", asked.fields.merging(["credential": answer]) { $1 }, to: parameters)
        guard case .leave(let address, cookie: .set) = step else {
            Issue.record("not signed in: \(step)")
            return
        }
        #expect(address.answer["code"] != nil)
        // The challenge is spent.
        let again = try await under.submit(
            "answer",
            asked.fields.merging(["credential": answer]) { $1 },
            to: parameters
        )
        #expect(try await page(again).isError)
    }

    @Test("are not added by who is not signed in, nor from a page of others")
    func refused() async throws {
        try await under.makeUser()
        let parameters = try await under.parameters(under.makeApplication { $0.explicitAuthFlows = [.allowUserAuth] })
        let request = AuthorizationRequest(parameters)
        let shown = await under.pool.showAddPasskey(request, poolID: PoolUnderTest.poolID, cookie: "made-up")
        #expect(try await page(shown).kind == .signIn)
        let cookie = try await signIn(parameters)
        var authenticator = try SoftwareAuthenticator()
        guard case .refused = try await add(&authenticator, parameters, cookie, origin: "http://localhost:1") else {
            Issue.record("taken from another page")
            return
        }
        guard case .again(cookie: .unchanged) = try await add(&authenticator, parameters, cookie, sending: "none")
        else {
            Issue.record("taken from a stranger")
            return
        }
    }

    @Test("and the sessions of the page are no application's")
    func sessions() async throws {
        try await under.makeUser()
        let clientID = try await under.makeApplication { $0.explicitAuthFlows = [.allowUserAuth] }
        let parameters = try under.parameters(clientID)
        let asked = try await page(try await under.submit("begin", ["username": "alice"], to: parameters))
        let session = Sensitive(try #require(asked.session))
        let answers = ["USERNAME": "alice", "ANSWER": "PASSWORD", "PASSWORD": PoolUnderTest.password]
        await expectRefusal("NotAuthorizedException", "Invalid session for the user.") {
            try await under.respond(.selectChallenge, answers, session: session, clientID: clientID)
        }
        let own = try await under.initiate(.userAuth, ["USERNAME": "alice"], clientID: clientID)
        let fields = [
            "username": "alice", "challenge": "SELECT_CHALLENGE", "answer": "PASSWORD",
            "password": PoolUnderTest.password, "session": try #require(own.session?.value),
        ]
        #expect(try await page(try await under.submit("answer", fields, to: parameters)).isError)
    }

    private func signIn(_ parameters: OAuthParameters) async throws -> String {
        let asked = try await page(try await under.submit("begin", ["username": "alice"], to: parameters))
        let password = ["answer": "PASSWORD", "password": PoolUnderTest.password]
        let step = try await under.submit("answer", asked.fields.merging(password) { $1 }, to: parameters)
        guard case .leave(_, cookie: .set(let cookie)) = step else {
            Issue.record("not signed in: \(step)")
            return ""
        }
        return cookie
    }

    private func add(
        _ authenticator: inout SoftwareAuthenticator,
        _ parameters: OAuthParameters,
        _ cookie: String,
        origin: String = "http://localhost:9229",
        sending other: String? = nil
    ) async throws -> PageStep {
        let request = AuthorizationRequest(parameters)
        let poolID = PoolUnderTest.poolID
        let shown = try await page(under.pool.showAddPasskey(request, poolID: poolID, cookie: cookie))
        let credential = try authenticator.register(options: #require(shown.passkeyOptions), origin: origin)
        let form = try under.form(["step": "add", "credential": credential])
        return await under.pool.submitAddPasskey(form, request, poolID: poolID, cookie: other ?? cookie)
    }

    private func page(_ step: PageStep) async throws -> SignInPage {
        guard case .show(let page) = step else { throw NoPage(step: step) }
        return page
    }

    private struct NoPage: Error {
        let step: PageStep
    }
}

extension SignInPage {
    /// What the page carries along in its forms.
    fileprivate var fields: [String: String] {
        ["username": username, "challenge": challenge, "session": session].compactMapValues(\.self)
    }
}
