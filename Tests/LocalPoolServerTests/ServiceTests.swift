import HTTPTypes
import LocalPoolServer
import Testing

@Suite("The services' API") struct ServiceTests {
    @Test("an operation is answered as its SDKs expect, with the pool's time", arguments: Door.allCases)
    func operation(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(world.signUp("alice"))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/x-amz-json-1.1")
            #expect(answer.headers[.date] == "Sat, 03 Jan 2026 04:05:06 GMT")
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            #expect(answer.headers[.accessControlExposeHeaders]?.contains("x-amzn-ErrorType") == true)
            world.clock.advance(by: .seconds(86_400))
            let later = try await enter(world.signUp("bob"))
            #expect(later.headers[.date] == "Sun, 04 Jan 2026 04:05:06 GMT")
        }
    }

    @Test("what is no call of an operation is refused in the service's form", arguments: Door.allCases)
    func refusals(_ door: Door) async throws {
        let world = try await TestWorld()
        let call = world.signUp("alice")
        let rows: [(name: String, request: SiteRequest, code: String)] = [
            ("a form", call.changed { $0[.contentType] = "text/plain" }, "SerializationException"),
            ("no type", call.changed { $0[.contentType] = nil }, "SerializationException"),
            ("no target", call.changed { $0[.amzTarget] = nil }, "UnknownOperationException"),
            ("an unknown operation", world.call("MakeCoffee", "{}"), "UnknownOperationException"),
            ("an unknown service", world.call("SignUp", "{}", service: "Kitchen"), "UnknownOperationException"),
            ("not offered", world.call("DescribeRiskConfiguration", "{}"), "UnsupportedOperationException"),
            (
                "another service", world.call("LookupDeveloperIdentity", "{}", service: "AWSCognitoIdentityService"),
                "UnsupportedOperationException"
            ),
            ("half a body", world.call("SignUp", #"{"ClientId":"#), "SerializationException"),
            ("no body", world.call("SignUp", ""), "InvalidParameterException"),
            ("an array", world.call("SignUp", "[]"), "SerializationException"),
            ("a missing member", world.call("SignUp", "{}"), "InvalidParameterException"),
        ]
        try await door.open(to: world.pool) { enter in
            for row in rows {
                let answer = try await enter(row.request)
                #expect(answer.status == 400, "\(row.name)")
                #expect(try answer.string("__type") == row.code, "\(row.name)")
                #expect(try answer.string("message")?.isEmpty == false, "\(row.name)")
                #expect(answer.headers[.amznErrorType]?.hasPrefix(row.code) == true, "\(row.name)")
                #expect(answer.headers[.accessControlAllowOrigin] == "*", "\(row.name)")
            }
        }
    }

    @Test("a body is read up to a mebibyte", arguments: Door.allCases)
    func bodyLimit(_ door: Door) async throws {
        let world = try await TestWorld()
        let empty = #"{"ClientId":""}"#
        let fill = String(repeating: "x", count: PoolSite.greatestBody - empty.utf8.count)
        let greatest = #"{"ClientId":"\#(fill)"}"#
        try await door.open(to: world.pool) { enter in
            #expect(try await enter(world.call("SignUp", greatest)).status == 400)
            let answer = try await enter(world.call("SignUp", greatest + " "))
            #expect(answer.status == 413)
            #expect(try answer.string("code") == "bodyTooLarge")
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
        }
    }

    @Test("a browser may ask for the SDKs' headers", arguments: Door.allCases)
    func preflight(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(
                .get("/", [.origin: "http://localhost:3000", .accessControlRequestMethod: "POST"], method: .options)
            )
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            #expect(answer.headers[.accessControlAllowCredentials] == nil)
            #expect(answer.headers[.accessControlAllowMethods] == "POST, OPTIONS")
            let allowed = Set(
                (answer.headers[.accessControlAllowHeaders] ?? "").split(separator: ", ").map(String.init)
            )
            #expect(allowed.isSuperset(of: ["content-type", "x-amz-target", "x-amz-user-agent", "cache-control"]))
        }
    }

    @Test("other methods are refused", arguments: Door.allCases, [HTTPRequest.Method.get, .head, .put, .delete])
    func methods(_ door: Door, _ method: HTTPRequest.Method) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(.get("/", method: method))
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == "POST, OPTIONS")
            #expect(answer.body.isEmpty == (method == .head))
        }
    }
}
