import ByteCoding
import HTTPTypes
import LocalPool
import LocalPoolServer
import Testing

@Suite("The local routes") struct LocalRouteTests {
    @Test("info names the pool made at start", arguments: Door.allCases)
    func info(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(.get("/_local/info"))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.headers[.accessControlAllowOrigin] == nil)
            let endpoint = try #require(try answer.string("endpoint"))
            #expect(endpoint == world.pool.endpoint)
            #expect(try answer.string("version") == "1.2.3")
            #expect(try answer.string("mode") == "lenient")
            let pool = try #require(try answer.json["pools"]?.array?.first?.object)
            #expect(pool["poolId"]?.string == world.poolID)
            #expect(pool["poolName"]?.string == world.home.poolName)
            #expect(pool["clientId"]?.string == world.clientID)
            #expect(pool["issuer"]?.string == "\(endpoint)/\(world.poolID)")
            #expect(pool["jwksUri"]?.string == "\(endpoint)/\(world.poolID)/.well-known/jwks.json")
        }
    }

    @Test("a code is handed out once, as JSON or as text", arguments: Door.allCases)
    func code(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            let answer = try await enter(.get("/_local/codes/alice?pool=\(world.poolID)"))
            #expect(answer.status == 200)
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(
                try answer.json.members.map(\.name) == [
                    "code", "kind", "medium", "destination", "username", "deliveredAt",
                ]
            )
            #expect(try answer.string("code")?.wholeMatch(of: /[0-9]{6}/) != nil)
            #expect(try answer.string("kind") == "signUp")
            #expect(try answer.string("medium") == "EMAIL")
            #expect(try answer.string("destination") == "alice@example.com")
            #expect(try answer.string("username") == "alice")
            #expect(try answer.string("deliveredAt") == "2026-01-03T04:05:06.000Z")
            let again = try await enter(.get("/_local/codes/alice"))
            #expect(again.status == 404)
            #expect(try again.string("code") == "noCode")
            _ = try await enter(world.signUp("bob+1"))
            let text = try await enter(.get("/_local/codes/bob%2B1%40example.com", [.accept: "text/plain"]))
            #expect(text.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(text.text.wholeMatch(of: /[0-9]{6}/) != nil)
        }
    }

    @Test("names with marks of JSON and of addresses come back as they are", arguments: [#"a"b\c"#, "Ω/é?#%&+", "👩"])
    func marks(_ name: String) async throws {
        let world = try await TestWorld()
        let written = name.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#)
        let body =
            #"{"ClientId":"\#(world.clientID)","Username":"\#(written)","Password":"Passw0rd!","#
            + #""UserAttributes":[{"Name":"email","Value":"a@example.com"}]}"#
        let encoded = name.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try await Door.memory.open(to: world.pool) { enter in
            #expect(try await enter(world.call("SignUp", body)).status == 200)
            let answer = try await enter(.get("/_local/codes/\(encoded)"))
            #expect(try answer.string("username") == name)
        }
    }

    @Test(
        "the form is what Accept prefers",
        arguments: [
            ("text/plain", true), ("text/*", true), ("TEXT/PLAIN;q=0.5", true),
            ("application/json;q=0.4, text/plain;q=0.5", true),
            ("*/*", false), ("application/json", false), ("text/plain, application/json", false), ("text/html", false),
            ("text/plain;q=0, */*", false), ("text/plain;q=2", false), ("", false), (",;/", false),
        ]
    )
    func accept(_ accept: String, _ isText: Bool) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            let answer = try await enter(.get("/_local/codes/alice", [.accept: accept]))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType]?.hasPrefix("text/plain") == isText)
        }
    }

    @Test("a request that waits has the code as soon as it is sent", .timeLimit(.minutes(5)), arguments: Door.allCases)
    func waiting(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            async let waiting = enter(.get("/_local/codes/alice?wait=60s"))
            _ = try await enter(world.signUp("alice"))
            let answer = try await waiting
            #expect(answer.status == 200)
            #expect(try answer.string("username") == "alice")
        }
    }

    @Test("a wait ends", arguments: Door.allCases, ["0s", "1ms"])
    func waitingInVain(_ door: Door, _ wait: String) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(.get("/_local/codes/nobody?wait=\(wait)"))
            #expect(answer.status == 404)
        }
    }

    @Test(
        "a wait is a short time with a unit",
        arguments: [
            "", "10", "s", "-1s", "+1s", "1.5s", "61s", "60001ms", "2m", "1h", "1S", "1 s", "%31%CC%81s", "999999s",
            "1ss",
        ]
    )
    func wrongWait(_ wait: String) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let answer = try await enter(.get("/_local/codes/alice?wait=\(wait)"))
            #expect(answer.status == 400)
            #expect(try answer.string("code") == "malformedRequest")
        }
    }

    @Test("the greatest waits are a minute", arguments: ["60s", "60000ms", "1m"])
    func longWait(_ wait: String) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            #expect(try await enter(.get("/_local/codes/alice?wait=\(wait)")).status == 200)
        }
    }

    @Test(
        "what the routes do not understand is refused",
        arguments: [
            ("/_local/codes/alice?wiat=5s", 400, "malformedRequest"),
            ("/_local/codes/alice?wait=1s&wait=2s", 400, "malformedRequest"),
            ("/_local/codes/alice?wait", 400, "malformedRequest"),
            ("/_local/codes/%", 400, "malformedRequest"),
            ("/_local/codes/%4", 400, "malformedRequest"),
            ("/_local/codes/%zz", 400, "malformedRequest"),
            ("/_local/codes/%FF", 400, "malformedRequest"),
            ("/_local/codes/", 400, "malformedRequest"),
            ("/_local/codes/alice?pool=local_Unknown", 404, "unknownPool"),
            ("/_local/codes", 404, "notFound"),
            ("/_local/codes/alice/bob", 404, "notFound"),
            ("/_local", 404, "notFound"),
            ("/_local/", 404, "notFound"),
            ("/_local/passwords", 404, "notFound"),
            ("/_local/info/more", 404, "notFound"),
        ]
    )
    func misunderstood(_ target: String, _ status: Int, _ code: String) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let answer = try await enter(.get(target))
            #expect(answer.status == status)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(try answer.string("code") == code)
            #expect(try answer.string("type") == "about:blank")
            #expect(try answer.string("detail")?.isEmpty == false)
            #expect(try answer.json["status"]?.number?.int == status)
        }
    }

    @Test(
        "other methods are refused, so that no code is lost to a HEAD",
        arguments: [
            ("/_local/info", "GET, HEAD", "POST"), ("/_local/codes/alice", "GET", "HEAD"),
            ("/_local/codes/alice", "GET", "OPTIONS"),
        ]
    )
    func methods(_ target: String, _ allow: String, _ method: String) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            let answer = try await enter(.get(target, method: try #require(HTTPRequest.Method(method))))
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == allow)
            #expect(answer.headers[.accessControlAllowOrigin] == nil)
            #expect(try await enter(.get("/_local/codes/alice")).status == 200)
        }
    }

    @Test("pages of other sites read no codes", arguments: ["cross-site", "Cross-Site"])
    func foreignPages(_ site: String) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            let answer = try await enter(.get("/_local/codes/alice", [.fetchSite: site]))
            #expect(answer.status == 403)
            #expect(try answer.string("code") == "foreignPage")
            #expect(try await enter(.get("/_local/codes/alice", [.fetchSite: "same-site"])).status == 200)
        }
    }
}
