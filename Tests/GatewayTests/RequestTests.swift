import Foundation
import HTTPTransportTesting
import HTTPTypes
import Testing

@testable import userpool_gateway

@Suite("requests") struct RequestTests {
    @Test(
        "every fault has its pointer",
        arguments: [
            (#"{"username":"a","password":"b","colour":1}"#, 400, "unknownMember", ["/colour unknown"]),
            (#"{"username":"a","password":"b","a/b~c":1}"#, 400, "unknownMember", ["/a~1b~0c unknown"]),
            (#"{}"#, 422, "invalidParameter", ["/username required"]),
            (#"{"username":"a"}"#, 422, "invalidParameter", ["/password required"]),
            (#"{"username":null,"password":"b"}"#, 422, "invalidParameter", ["/username required"]),
            (#"{"username":1,"password":true}"#, 422, "invalidParameter", ["/username type", "/password type"]),
            (#"{"username":"","password":"b"}"#, 422, "invalidParameter", ["/username empty"]),
            (#"{"x":1,"username":"a"}"#, 400, "unknownMember", ["/x unknown"]),
        ]
    )
    func faults(body: String, status: Int, code: String, faults: [String]) async throws {
        let answer = try await GatewayBench().post("/v1/sessions", body)
        #expect(answer.status == status)
        #expect(answer("code") == code)
        #expect(answer.faults == faults)
    }

    @Test("a member inside an object has its pointer too")
    func nestedFault() async throws {
        let answer = try await GatewayBench()
            .post("/v1/signup", #"{"username":"a","attributes":{"email":"x","custom:a/b":1},"metadata":[]}"#)
        #expect(answer.faults == ["/attributes/custom:a~1b type", "/metadata type"])
    }

    @Test(
        "a body that is not strict JSON",
        arguments: [
            "", "{", #"{"username":"a","username":"b"}"#, "{\"username\":\"\\ud800\"}", "\u{feff}{}", "{} {}",
            "nonsense",
            "[]", "\"text\"", String(repeating: "[", count: 40),
        ]
    )
    func malformed(_ body: String) async throws {
        let answer = try await GatewayBench().post("/v1/sessions", body)
        #expect(answer.status == 400)
        #expect(answer("code") == "malformedRequest")
    }

    @Test("only JSON is read", arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "json"])
    func contentType(_ type: String?) async throws {
        try await GatewayBench().test { caller in
            let headers: HTTPFields = type.map { [.contentType: $0] } ?? [:]
            let answer = try await caller.send(.post, "/v1/sessions", headers: headers, body: "{}")
            #expect(answer.status == 415)
            #expect(answer("code") == "unsupportedMediaType")
        }
    }

    @Test("a character set beside the type does no harm")
    func contentTypeWithParameter() async throws {
        try await GatewayBench().test { caller in
            let headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
            let answer = try await caller.send(.post, "/v1/sessions", headers: headers, body: "{}")
            #expect(answer.status == 422)
        }
    }

    @Test("64 KiB of body, and no byte more", arguments: Medium.allCases)
    func bodyLimit(_ medium: Medium) async throws {
        let frame = #"{"username":""}"#.utf8.count
        let body = { @Sendable (count: Int) in #"{"username":"\#(String(repeating: "a", count: count - frame))"}"# }
        for count in [65_535, 65_536] {
            try await GatewayBench().test(over: medium) { caller in
                let answer = try await caller.post("/v1/sessions", body(count))
                #expect(answer.status == 422)
            }
        }
        try await GatewayBench().test(over: medium) { caller in
            let answer = try await caller.post("/v1/sessions", body(65_537))
            #expect(answer.status == 413)
            #expect(answer("code") == "payloadTooLarge")
            #expect(answer.headers[.connection] == "close")
        }
    }

    @Test("8 KiB of target, and no byte more", arguments: Medium.allCases)
    func targetLimit(_ medium: Medium) async throws {
        try await GatewayBench().test(over: medium) { caller in
            let path = "/healthz?q="
            let fitting = path + String(repeating: "a", count: 8192 - path.utf8.count)
            let answer = try await caller.get(fitting)
            #expect(answer.status == 200)
            let refusal = try await caller.get(fitting + "a")
            #expect(refusal.status == 414)
            #expect(refusal("code") == "targetTooLong")
        }
    }

    @Test("100 header fields and 16 KiB of them", arguments: Medium.allCases)
    func headerLimits(_ medium: Medium) async throws {
        let many = HTTPFields((1...101).map { HTTPField(name: .init("x-\($0)")!, value: "1") })
        let large: HTTPFields = [.init("x-large")!: String(repeating: "a", count: 16_384)]
        for headers in [many, large] {
            try await GatewayBench().test(over: medium) { caller in
                let answer = try await caller.send(.get, "/healthz", headers: headers)
                #expect(answer.status == 431)
                #expect(answer("code") == "headersTooLarge")
            }
        }
        try await GatewayBench().test(over: medium) { caller in
            let fitting = HTTPFields((1...90).map { HTTPField(name: .init("x-\($0)")!, value: "1") })
            let answer = try await caller.send(.get, "/healthz", headers: fitting)
            #expect(answer.status == 200)
        }
    }

    @Test("paths and methods that are not there", arguments: Medium.allCases)
    func unknownRoutes(_ medium: Medium) async throws {
        try await GatewayBench().test(over: medium) { caller in
            let missing = try await caller.get("/v1/nothing")
            #expect(missing.status == 404)
            #expect(missing("code") == "notFound")
            #expect(missing("type") == "/problems/notFound")
            #expect(missing("instance") == "/v1/nothing")
            let wrong = try await caller.send(.options, "/v1/me")
            #expect(wrong.status == 405)
            #expect(wrong("code") == "methodNotAllowed")
            #expect(wrong.headers[.allow] == "DELETE, GET, HEAD, PATCH")
            let device = try await caller.send(.options, "/v1/me/devices/some%2Fkey")
            #expect(device.status == 405)
            #expect(device.headers[.allow] == "DELETE, GET, HEAD, PATCH")
            let method = try await caller.get("/rpc/login")
            #expect(method.headers[.allow] == "POST")
            let deeper = try await caller.get("/v1/me/devices/a/b")
            #expect(deeper.status == 404)
            let post = try await caller.get("/v1/signup")
            #expect(post.headers[.allow] == "POST")
            for answer in [missing, wrong] {
                #expect(answer.headers[.contentType] == "application/problem+json")
                #expect(answer.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test("the process says that it is up", arguments: Medium.allCases)
    func health(_ medium: Medium) async throws {
        try await GatewayBench().test(over: medium) { caller in
            let answer = try await caller.get("/healthz")
            #expect(answer.status == 200)
            #expect(answer.text == #"{"status":"ok"}"#)
        }
    }

    @Test(
        "a caller's request id is kept if it is well formed",
        arguments: [("abc-1.2_3", true), ("a b", false), ("a\"b", false), ("é", false)]
    )
    func requestID(id: String, isKept: Bool) async throws {
        try await GatewayBench().test { caller in
            let answer = try await caller.post("/v1/sessions", "{}", headers: HTTPFieldsFixture.requestID(id))
            let echoed = try #require(answer.requestID)
            #expect(answer("requestId") == echoed)
            #expect((echoed == id) == isKept)
            #expect(echoed.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        }
    }
}
