import ByteCoding
import HTTPTypes
import LocalPool
import LocalPoolServer
import Testing

@Suite("The routes that control the pool") struct ControlRouteTests {
    @Test(
        "info shows where browsers go",
        arguments: [
            ("http://127.0.0.1:9229", "http://localhost:9229"), ("http://[::1]:1", "http://localhost:1"),
            ("https://pool.example.com", "https://pool.example.com"), ("http://127.0.0.12:1", "http://127.0.0.12:1"),
        ]
    )
    func console(_ endpoint: String, _ console: String) async throws {
        let world = try await TestWorld()
        try world.pool.moveEndpoint(to: endpoint)
        try await Door.memory.open(to: world.pool) { enter in
            let answer = try await enter(.get("/_local/info"))
            #expect(try answer.string("console") == console)
        }
    }

    @Test("the inbox is read by filter and cursor, and waits", .timeLimit(.minutes(1)), arguments: Door.allCases)
    func inbox(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            let first = try await enter(.get("/_local/inbox?to=alice%40example.com&kind=signUp&pool=\(world.poolID)"))
            #expect(first.status == 200)
            let message = try #require(try first.json["messages"]?.array?.first?.object)
            #expect(message["code"]?.string?.wholeMatch(of: /[0-9]{6}/) != nil)
            #expect(message["destination"]?.string == "alice@example.com")
            #expect(message["deliveredAt"]?.string == "2026-01-03T04:05:06.000Z")
            let cursor = try #require(try first.string("cursor"))
            async let waiting = enter(.get("/_local/inbox?after=\(cursor)&to=bob&wait=60s"))
            _ = try await enter(world.signUp("bob"))
            #expect(try await waiting.json["messages"]?.array?.count == 1)
            #expect(try await enter(.get("/_local/inbox?to=carol&wait=1ms")).json["messages"]?.array?.isEmpty == true)
            #expect(try await enter(.get("/_local/inbox?to=alice", method: .delete)).status == 204)
            #expect(try await enter(.get("/_local/inbox")).json["messages"]?.array?.count == 1)
        }
    }

    @Test("who has no authenticator app has no code")
    func noAuthenticator() async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            for (target, code) in [
                ("/_local/totp/alice", "noAuthenticator"), ("/_local/totp/bob", "noAuthenticator"),
                ("/_local/totp/alice?pool=local_Unknown", "unknownPool"),
            ] {
                let answer = try await enter(.get(target))
                #expect(answer.status == 404)
                #expect(try answer.string("code") == code)
            }
        }
    }

    @Test("the clock is shown and turned", arguments: Door.allCases)
    func clock(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            #expect(
                try await enter(.get("/_local/clock")).text
                    == #"{"now":"2026-01-03T04:05:06.000Z","offset":"0s","frozen":false}"#
            )
            let moved = try await enter(.put("/_local/clock", #"{"offset":"1h"}"#))
            #expect(moved.text == #"{"now":"2026-01-03T05:05:06.000Z","offset":"3600s","frozen":false}"#)
            let frozen = try await enter(.put("/_local/clock", #"{"frozen":true}"#))
            #expect(try frozen.string("now") == "2026-01-03T05:05:06.000Z")
            world.clock.advance(by: .milliseconds(1500))
            #expect(
                try await enter(.get("/_local/clock")).text
                    == #"{"now":"2026-01-03T05:05:06.000Z","offset":"3598500ms","frozen":true}"#
            )
            let set = try await enter(.put("/_local/clock", #"{"now":"2030-01-01T00:00:00.250Z"}"#))
            #expect(try set.string("now") == "2030-01-01T00:00:00.250Z")
            // Whatever the route writes, it also reads.
            let far = try await enter(.put("/_local/clock", #"{"now":"8999-01-01T00:00:00.250Z"}"#)).string("offset")
            let offset = try #require(far)
            #expect(offset.count > 15)
            let again = try await enter(.put("/_local/clock", #"{"offset":"\#(offset)"}"#))
            #expect(try again.string("now") == "8999-01-01T00:00:00.250Z")
            #expect(try await enter(.put("/_local/clock", "{}")).string("offset") == "0s")
        }
    }

    @Test(
        "what turns no clock is refused, and the clock stays",
        arguments: [
            "", "[]", "null", "{", #"{"offset":1}"#, #"{"offset":"1"}"#, #"{"offset":"1y"}"#, #"{"offset":"+1s"}"#,
            #"{"offset":"99999999999s"}"#, #"{"offset":"9999999999d"}"#, #"{"now":"2026-01-03"}"#,
            #"{"now":"2026-02-30T00:00:00Z"}"#,
            #"{"now":"0001-01-01T00:00:00Z"}"#, #"{"now":"2026-01-03T04:05:06Z","offset":"1s"}"#, #"{"frozen":"yes"}"#,
            #"{"ofset":"1s"}"#, #"{"offset":"1s","offset":"2s"}"#,
        ]
    )
    func wrongClock(_ body: String) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let answer = try await enter(.put("/_local/clock", body))
            #expect(answer.status == 400)
            #expect(try answer.string("code") == "malformedRequest")
            #expect(world.pool.clockSetting.offset == .zero)
        }
    }

    @Test("chaos rules are set, shown and obeyed", arguments: Door.allCases)
    func chaos(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let rules =
                #"{"rules":[{"operation":"SignUp","rate":1.0,"error":"TooManyRequestsException"},"#
                + #"{"operation":"*","rate":0.0,"latency":"1s","dropMessage":true}]}"#
            let answer = try await enter(.put("/_local/chaos", rules))
            #expect(answer.text == rules)
            #expect(try await enter(.get("/_local/chaos")).text == rules)
            let refused = try await enter(world.signUp("alice"))
            #expect(refused.status == 400)
            #expect(refused.headers[.amznErrorType] == "TooManyRequestsException:")
            #expect(try await enter(.put("/_local/chaos", #"{"rules":[]}"#)).text == #"{"rules":[]}"#)
            #expect(try await enter(world.signUp("alice")).status == 200)
        }
    }

    @Test(
        "rules that cannot hold are refused, and those before stay",
        arguments: [
            #"{"rules":{}}"#, #"{"rules":[1]}"#, #"{"rules":[{}]}"#, #"{"rules":[{"error":"NoException"}]}"#,
            #"{"rules":[{"rate":2,"dropMessage":true}]}"#, #"{"rules":[{"rate":"1","dropMessage":true}]}"#,
            #"{"rules":[{"operation":"Nothing","dropMessage":true}]}"#, #"{"rules":[{"latency":"2m"}]}"#,
            #"{"rules":[{"latency":"-1s"}]}"#, #"{"rules":[{"drop":true}]}"#, #"{"rule":[]}"#,
        ]
    )
    func wrongChaos(_ body: String) async throws {
        let world = try await TestWorld()
        try world.pool.setChaosRules([ChaosRule(dropsMessages: true)])
        try await Door.memory.open(to: world.pool) { enter in
            let answer = try await enter(.put("/_local/chaos", body))
            #expect(answer.status == 400)
            #expect(world.pool.chaosRules == [ChaosRule(dropsMessages: true)])
        }
    }

    @Test("a reset leaves the first pool alone", arguments: Door.allCases, ["", "{}"])
    func reset(_ door: Door, _ body: String) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            #expect(try await enter(.put("/_local/reset", #"{"all":true}"#, method: .post)).status == 400)
            let answer = try await enter(.put("/_local/reset", body, method: .post))
            #expect(answer.status == 204)
            #expect(answer.body.isEmpty)
            #expect(try await enter(.get("/_local/codes/alice")).status == 404)
            #expect(try await enter(world.signUp("alice")).status == 200)
        }
    }

    @Test("a snapshot goes out and in again", arguments: Door.allCases)
    func snapshot(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            _ = try await enter(world.signUp("alice"))
            let saved = try await enter(.get("/_local/snapshot"))
            #expect(saved.status == 200)
            #expect(saved.headers[.contentType] == "application/vnd.sqlite3")
            #expect(saved.headers[.cacheControl] == "no-store")
            #expect(saved.headers[.contentLength] == String(saved.body.count))
            #expect(saved.body.starts(with: "SQLite format 3\0".utf8))
            _ = try await enter(world.signUp("bob"))
            for type in ["application/vnd.sqlite3", "application/octet-stream"] {
                #expect(try await enter(.put("/_local/snapshot", saved.body, type: type)).status == 204)
            }
            #expect(try await enter(.get("/_local/codes/bob")).status == 404)
            #expect(try await enter(.get("/_local/codes/alice")).status == 200)
            let damaged = try await enter(
                .put("/_local/snapshot", Array(saved.body.prefix(5000)), type: "application/octet-stream")
            )
            #expect(damaged.status == 422)
            #expect(try damaged.string("code") == "damagedSnapshot")
            let foreign = try await enter(
                .put("/_local/snapshot", Array("text".utf8), type: "application/octet-stream")
            )
            #expect(try foreign.string("code") == "foreignSnapshot")
            #expect(try await enter(.put("/_local/snapshot", saved.body, type: "application/json")).status == 415)
        }
    }

    @Test(
        "nothing is changed for a page of another origin, under another name, or without a type that browsers ask about",
        arguments: [
            ("PUT", "/_local/clock"), ("PUT", "/_local/chaos"), ("POST", "/_local/reset"), ("PUT", "/_local/snapshot"),
            ("POST", "/_local/seed"),
            ("DELETE", "/_local/inbox"),
        ]
    )
    func writes(_ method: String, _ target: String) async throws {
        let world = try await TestWorld()
        let request = SiteRequest.put(
            target,
            Array("{}".utf8),
            type: target.hasSuffix("snapshot") ? "application/octet-stream" : "application/json",
            method: try #require(HTTPRequest.Method(method))
        )
        try await Door.memory.open(to: world.pool, allowedHosts: ["pool.test"]) { enter in
            for origin in ["http://evil.example", "http://127.0.0.1:8080", "https://127.0.0.1", "null", "file://"] {
                let answer = try await enter(request.changed { $0[.origin] = origin })
                #expect(answer.status == 403)
                #expect(try answer.string("code") == "foreignPage")
            }
            let remote = try await enter(request.changed(authority: "pool.test"))
            #expect(remote.status == 403)
            #expect(try remote.string("code") == "hostNotAllowed")
            #expect(try await enter(request.changed { $0[.fetchSite] = "cross-site" }).status == 403)
            if method != "DELETE" {
                for type in [nil, "text/plain", "application/x-www-form-urlencoded", ""] {
                    #expect(try await enter(request.changed { $0[.contentType] = type }).status == 415)
                }
            }
            let own = try await enter(request.changed { $0[.origin] = "http://127.0.0.1" })
            #expect(own.status != 403 && own.status != 415)
        }
    }
}

extension SiteRequest {
    static func put(_ target: String, _ body: String, method: HTTPRequest.Method = .put) -> SiteRequest {
        put(target, Array(body.utf8), type: "application/json", method: method)
    }

    static func put(
        _ target: String,
        _ body: [UInt8],
        type: String,
        method: HTTPRequest.Method = .put
    ) -> SiteRequest {
        SiteRequest(method: method, authority: "127.0.0.1", target: target, headers: [.contentType: type], body: body)
    }
}
