import ByteCoding
import CognitoWire
import HTTPTypes
import LocalPool
import LocalPoolServer
import Testing

@Suite("The sign-in page") struct SignInPageTests {
    private static let callback = "https://app.example/back?a='b'"

    @Test("signs a user up, in, out, and in again after a forgotten password", arguments: Door.allCases)
    func life(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter)
            let browser = Browser(enter)
            try await browser.go(to: Self.authorize(world, clientID))
            #expect(browser.location.hasPrefix("/\(world.poolID)/login?"))
            try await browser.submit("showSignUp")
            let fields = ["username": "ada", "password": "Passw0rd!", "attribute.email": "ada@example.com"]
            try await browser.submit("signUp", fields)
            #expect(browser.page.contains("The code went to a***@e***."))
            #expect(try await browser.submit("confirm", ["code": "000000"]).status == 400)
            #expect(browser.page.contains("Invalid verification code provided, please try again."))
            try await browser.submit("confirm", ["code": Self.code(world)])
            #expect(browser.page.contains("You are confirmed."))

            #expect(try await browser.submit("begin", ["password": "Wrong-1!"]).status == 400)
            #expect(browser.page.contains("Incorrect username or password."))
            let back = try await browser.submit("begin", ["password": "Passw0rd!"])
            let address = try #require(back.headers[.location])
            #expect(back.status == 302 && address.hasPrefix("\(Self.callback)&code="))
            #expect(back.headers[values: .setCookie].allSatisfy { $0.contains("HttpOnly; SameSite=Lax") })
            let again = try await browser.go(to: Self.authorize(world, clientID))
            #expect(again.headers[.location]?.hasPrefix(Self.callback) == true)

            let query = "client_id=\(clientID)&logout_uri=https://app.example/bye"
            let bye = try await browser.go(to: "/\(world.poolID)/logout?\(query)")
            #expect(bye.headers[.location] == "https://app.example/bye")
            try await browser.go(to: Self.authorize(world, clientID))
            try await browser.submit("showForgottenPassword")
            try await browser.submit("forgot", ["username": "ada"])
            try await browser.submit("reset", ["code": Self.code(world), "new_password": "N3w-password"])
            let last = try await browser.submit("begin", ["username": "ada", "password": "N3w-password"])
            #expect(last.headers[.location]?.hasPrefix(Self.callback) == true)
        }
    }

    @Test("asks for a new password, and for a second factor")
    func challenges() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter)
            _ = try await enter(
                world.call(
                    "AdminCreateUser",
                    #"{"UserPoolId":"\#(world.poolID)","Username":"bob","TemporaryPassword":"T3mporary!","#
                        + #""UserAttributes":[{"Name":"phone_number","Value":"+15555550100"}]}"#
                )
            )
            _ = try await enter(
                world.call(
                    "AdminSetUserMFAPreference",
                    #"{"UserPoolId":"\#(world.poolID)","Username":"bob","#
                        + #""SMSMfaSettings":{"Enabled":true,"PreferredMfa":true}}"#
                )
            )
            let browser = Browser(enter)
            try await browser.go(to: Self.authorize(world, clientID))
            try await browser.submit("begin", ["username": "bob", "password": "T3mporary!"])
            #expect(browser.page.contains("Choose a new password"))
            try await browser.submit("answer", ["new_password": "Passw0rd!"])
            #expect(browser.page.contains("Enter your code"))
            #expect(try await browser.submit("answer", ["code": "1"]).status == 400)
            #expect(browser.page.contains("Enter your code"))
            let back = try await browser.submit("answer", ["code": Self.code(world, of: "bob")])
            #expect(back.headers[.location]?.hasPrefix(Self.callback) == true)
        }
    }

    @Test("asks for the username first where people can choose how to sign in, and adds passkeys")
    func choice() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter, flows: #"["ALLOW_USER_AUTH"]"#)
            try await Self.makeUser(world, enter)
            let browser = Browser(enter)
            let query = "client_id=\(clientID)&redirect_uri=\(Browser.encoded(Self.callback))"
            try await browser.go(to: "/\(world.poolID)/passkeys/add?\(query)")
            #expect(browser.page.contains("Sign in"))
            try await browser.submit("begin", ["username": "ada"])
            try await browser.submit("answer", ["password": "Passw0rd!"])
            #expect(browser.page.contains("Add a passkey") && browser.page.contains("data-passkey=\"create\""))
            #expect(try await browser.submit("add", ["credential": "{}"]).status == 400)
            let back = try await browser.go(to: Self.authorize(world, clientID))
            #expect(back.headers[.location]?.hasPrefix(Self.callback) == true)
        }
    }

    @Test("sets up an authenticator app where the pool insists on one")
    func setUp() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter)
            _ = try await enter(
                world.call(
                    "SetUserPoolMfaConfig",
                    #"{"UserPoolId":"\#(world.poolID)","MfaConfiguration":"ON","#
                        + #""SoftwareTokenMfaConfiguration":{"Enabled":true}}"#
                )
            )
            try await Self.makeUser(world, enter)
            let browser = Browser(enter)
            try await browser.go(to: Self.authorize(world, clientID))
            try await browser.submit("begin", ["username": "ada", "password": "Passw0rd!"])
            #expect(browser.page.contains("Set up an authenticator app"))
            let secret = try #require(browser.page.split(separator: "<code>").last?.prefix { $0 != "<" })
            #expect(try await browser.submit("setUpApp", ["code": "000000"]).status == 400)
            #expect(browser.page.contains(secret))
        }
    }

    @Test("takes forms of its own pages alone")
    func foreignForms() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter)
            try await Self.makeUser(world, enter)
            let browser = Browser(enter)
            let right = ["username": "ada", "password": "Passw0rd!"]
            let changes: [(inout HTTPFields) -> Void] = [
                { $0[.origin] = "https://evil.example" }, { $0[.origin] = "null" },
                { $0[.fetchSite] = "cross-site" }, { $0[.fetchSite] = "same-site" },
                { $0[.cookie] = nil }, { $0[.cookie] = "XSRF-TOKEN=x" }, { $0[.contentType] = "text/plain" },
            ]
            for (index, change) in changes.enumerated() {
                try await browser.go(to: Self.authorize(world, clientID))
                let answer = try await browser.submit("begin", right, change)
                #expect(answer.status == 400 && answer.headers[.location] == nil, "\(index)")
            }
            try await browser.go(to: Self.authorize(world, clientID))
            let wrong = try await browser.submit("begin", right.merging(["_csrf": "x"]) { $1 })
            #expect(wrong.status == 400)
            try await browser.go(to: Self.authorize(world, clientID))
            let taken = try await browser.submit("begin", right) { $0[.fetchSite] = "same-origin" }
            #expect(taken.status == 302)
        }
    }

    @Test("is not kept, framed or scripted by others, and escapes what it is told")
    func headers() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter)
            let browser = Browser(enter)
            let target = Self.authorize(world, clientID) + "&login_hint=%22%3E%3Cscript%3E"
            let page = try await browser.go(to: target)
            #expect(page.status == 200 && page.headers[.cacheControl] == "no-store")
            #expect(page.headers[.accessControlAllowOrigin] == nil)
            #expect(
                page.headers[.contentSecurityPolicy]
                    == "default-src 'none'; style-src 'self'; script-src 'self'; "
                    + "form-action 'self' https://app.example; base-uri 'none'; frame-ancestors 'none'"
            )
            #expect(page.text.contains("value=\"&quot;&gt;&lt;script&gt;\""))
            for (file, type) in [("sign-in.css", "text/css"), ("sign-in.js", "text/javascript")] {
                let answer = try await enter(.get("/_pages/\(file)"))
                #expect(answer.status == 200 && answer.headers[.contentType] == "\(type); charset=utf-8")
                #expect(!answer.body.isEmpty)
            }
            #expect(try await enter(.get("/_pages/other.js")).status == 404)
        }
    }

    @Test("tells the person at the browser of an address that is not registered")
    func errorPage() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter)
            for path in ["oauth2/authorize", "login"] {
                let query = "response_type=code&client_id=\(clientID)&redirect_uri=https://evil.example/"
                let answer = try await enter(.get("/\(world.poolID)/\(path)?\(query)"))
                #expect(answer.status == 400 && answer.headers[.location] == nil)
                #expect(answer.text.contains("redirect_mismatch"))
            }
            #expect(try await enter(.get("/local_Unknown/login?client_id=x")).status == 404)
            #expect(try await enter(.get("/\(world.poolID)/login", method: .delete)).status == 405)
        }
    }

    @Test("is found without the pool's id: of the first pool, and of others by their domain")
    func domains() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let clientID = try await Self.makeClient(world, enter)
            let target = Self.authorize(world, clientID).dropFirst(world.poolID.count + 1)
            let browser = Browser(enter)
            #expect(try await browser.go(to: String(target)).status == 200)
            #expect(browser.location.hasPrefix("/login?"))
            let made = try await enter(world.call("CreateUserPool", #"{"PoolName":"second"}"#))
            let other = try #require(try made.json["UserPool"]?.object?["Id"]?.string)
            _ = try await enter(
                world.call("CreateUserPoolDomain", #"{"Domain":"shop","UserPoolId":"\#(other)"}"#)
            )
            let second = Browser(enter, authority: "shop.localhost:9229")
            #expect(try await second.go(to: String(target)).status == 400)
            let missing = Browser(enter, authority: "none.localhost:9229")
            #expect(try await missing.go(to: String(target)).status == 404)
        }
    }

    @Test("lets pages of every origin call what programs call, and nothing else")
    func crossOrigin() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let target = "/\(world.poolID)/oauth2/token"
            let preflight = try await enter(.get(target, method: .options))
            #expect(preflight.status == 200 && preflight.headers[.accessControlAllowMethods] == "POST, OPTIONS")
            let answer = try await enter(.get(target, method: .post))
            #expect(answer.status == 400 && answer.headers[.accessControlAllowOrigin] == "*")
            #expect(try answer.string("error") == "invalid_request")
            #expect(try await enter(.get(target)).status == 405)
            #expect(try await enter(.get("/local_Unknown/oauth2/userInfo")).status == 404)
            let body = Array(repeating: UInt8(ascii: "a"), count: 1 << 16 + 1)
            let large = SiteRequest(method: .post, authority: "127.0.0.1", target: target, body: body)
            #expect(try await enter(large).status == 413)
        }
    }

    private static func authorize(_ world: TestWorld, _ clientID: String) -> String {
        "/\(world.poolID)/oauth2/authorize?response_type=code&client_id=\(clientID)&scope=openid"
            + "&redirect_uri=\(Browser.encoded(callback))"
    }

    private static func makeClient(
        _ world: TestWorld,
        _ enter: Entrance,
        flows: String = "[]"
    ) async throws -> String {
        let answer = try await enter(
            world.call(
                "CreateUserPoolClient",
                #"{"UserPoolId":"\#(world.poolID)","ClientName":"app","CallbackURLs":["\#(callback)"],"#
                    + #""LogoutURLs":["https://app.example/bye"],"AllowedOAuthFlows":["code"],"#
                    + #""PreventUserExistenceErrors":"ENABLED","GenerateSecret":true,"#
                    + #""ExplicitAuthFlows":\#(flows),"#
                    + #""AllowedOAuthScopes":["openid"],"AllowedOAuthFlowsUserPoolClient":true,"#
                    + #""SupportedIdentityProviders":["COGNITO"]}"#
            )
        )
        return try #require(try answer.json["UserPoolClient"]?.object?["ClientId"]?.string, "\(answer.text)")
    }

    private static func makeUser(_ world: TestWorld, _ enter: Entrance) async throws {
        _ = try await enter(world.signUp("ada"))
        _ = try await enter(
            world.call("AdminConfirmSignUp", #"{"UserPoolId":"\#(world.poolID)","Username":"ada"}"#)
        )
    }

    private static func code(_ world: TestWorld, of username: String = "ada") async throws -> String {
        try #require(try await world.pool.nextCode(for: username)?.code)
    }
}
