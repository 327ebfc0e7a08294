import ByteCoding
import CurlTransport
import HTTPTransport
import HTTPTypes
import Synchronization
import TestSupport
import Testing
import UserPoolKit

@testable import userpool_gateway

/// The recipe for nginx, in front of a file and of an application that says what it was sent.
@Suite("nginx with auth_request") struct NginxTests {
    private static let forged = [
        "X-Auth-User", "X-Auth-Subject", "X-Auth-Email", "X-Auth-Groups", "X-Auth-Scope", "X-Auth-Client",
        "X-Auth-Expires",
    ]

    /// Runs a gateway, an application and nginx, and sends requests to nginx.
    private func run(
        _ bench: TokenBench,
        _ body: @Sendable (_ get: Get, _ applicationCallCount: () -> Int) async throws -> Void
    ) async throws {
        let calls = Mutex(0)
        let application = try LoopbackServer { connection in
            connection.respondToAll { connection, request in
                calls.withLock { $0 += 1 }
                connection.respond(body: Array(request.lines.joined(separator: "\n").utf8))
            }
        }
        let transport = try CurlTransport()
        try await bench.bench.test(over: .socket) { caller in
            let nginx = try NginxServer(gateway: #require(caller.port), application: Int(application.port))
            let get: Get = { path, token, headers, method in
                let authorization = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
                let response = try await transport.send(
                    TransportRequest(
                        method: method,
                        url: "http://127.0.0.1:\(nginx.port)\(path)",
                        headers: authorization + headers
                    )
                )
                return Answer(
                    status: response.status,
                    headers: response.headers,
                    text: String(decoding: response.body, as: UTF8.self)
                )
            }
            try await body(get) { calls.withLock { $0 } }
        }
    }

    private typealias Get =
        @Sendable (
            _ path: String, _ token: String?, _ headers: [(name: String, value: String)], _ method: HTTPRequest.Method
        ) async throws -> Answer

    @Test("a file: 200 with a good token, and 401 without one, with a changed one, and once it has expired")
    func file() async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        try await run(bench) { get, _ in
            let good = try await get("/files/page.txt", token, [], .get)
            #expect(good.status == 200)
            #expect(good.text == "a page\n")
            let without = try await get("/files/page.txt", nil, [], .get)
            #expect(without.status == 401)
            #expect(without.headers[.wwwAuthenticate] == #"Bearer realm="userpool""#)
            #expect(!without.text.contains("a page"))
            let tampered = try await get("/files/page.txt", bench.tampered(token), [], .get)
            #expect(tampered.status == 401)
            #expect(tampered.headers[.wwwAuthenticate]?.contains("The token is not valid.") == true)
            bench.clock.advance(by: .seconds(3660))
            let expired = try await get("/files/page.txt", token, [], .get)
            #expect(expired.status == 401)
            #expect(expired.headers[.wwwAuthenticate]?.contains("The token has expired.") == true)
        }
    }

    @Test("a part for some groups: 403 for whoever is in none of them, and the application is not called")
    func groups() async throws {
        let bench = try await TokenBench()
        let staff = try bench.token(["cognito:groups": #"["ops","staff"]"#])
        let others = try bench.token(["cognito:groups": #"["ops"]"#])
        try await run(bench) { get, calls in
            let good = try await get("/staff/a", staff, [], .get)
            #expect(good.status == 200)
            #expect(calls() == 1)
            for path in ["/staff/a", "/staff/a?groups=ops", "/staff/?use=id&client=x"] {
                let refused = try await get(path, others, [], .get)
                #expect(refused.status == 403)
                #expect(refused.headers[.wwwAuthenticate]?.contains(#"error="insufficient_scope""#) == true)
            }
            let unknown = try await get("/staff/a", nil, [], .get)
            #expect(unknown.status == 401)
            #expect(calls() == 1)
            let elsewhere = try await get("/a", others, [], .get)
            #expect(elsewhere.status == 200)
        }
    }

    @Test("the application learns who calls from the gateway, and never from the client")
    func identity() async throws {
        let bench = try await TokenBench()
        let token = try bench.token(["cognito:groups": #"["staff","\u00fcber, uns"]"#])
        let forged = Self.forged.flatMap { name in
            // Also in the form that some applications take for the same name.
            [(name: name, value: "forged"), (name: name.replacing("-", with: "_"), value: "forged")]
        }
        try await run(bench) { get, _ in
            for headers in [[], forged] {
                let answer = try await get("/who?am=i", token, headers, .get)
                #expect(answer.status == 200)
                let lines = answer.text.split(separator: "\n").map { $0.lowercased() }
                #expect(lines.first == "get /who?am=i http/1.1")
                let client = bench.pool.appClient.id
                for line in [
                    "x-auth-user: alice", "x-auth-subject: subject-1", "x-auth-groups: staff,%c3%bcber%2c%20uns",
                    "x-auth-scope: aws.cognito.signin.user.admin", "x-auth-client: \(client)",
                    "x-auth-expires: \(Upstream.now.seconds + 3600)",
                ] {
                    #expect(lines.filter { $0 == line }.count == 1, "\(line)")
                }
                #expect(lines.filter { $0.hasPrefix("x-auth") || $0.hasPrefix("x_auth") }.count == 6)
                #expect(!lines.contains { $0.contains("forged") })
            }
        }
    }

    @Test("what a client sends besides does not reach the gateway: long headers, methods, bodies, many requests")
    func anything() async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        try await run(bench) { get, _ in
            let long = (0..<3).map { (name: "Cookie", value: "c\($0)=" + String(repeating: "a", count: 7000)) }
            let cookies = try await get("/files/page.txt", token, long, .get)
            #expect(cookies.status == 200)
            for method in [HTTPRequest.Method.post, .put, .delete, .options, .patch] {
                let good = try await get("/any", token, [], method)
                #expect(good.status == 200)
                let refused = try await get("/any", nil, [], method)
                #expect(refused.status == 401)
            }
            for _ in 0..<1100 {
                let answer = try await get("/files/page.txt", token, [], .head)
                guard answer.status == 200 else {
                    #expect(answer.status == 200)
                    break
                }
            }
            let inside = try await get("/_verify/user", token, [], .get)
            #expect(inside.status == 404)
        }
    }

    @Test("header fields that no client of good will sends: refused, and nothing breaks")
    func oddHeaders() async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        try await bench.bench.test(over: .socket) { caller in
            let nginx = try NginxServer(gateway: #require(caller.port), application: 1)
            for (fields, status) in [
                ("Authorization: Bearer \(token)", 200), ("Authorization: Bearer \u{1}", 401),
                ("Authorization: Bearer \(token)\u{7F}", 401), ("Authorization: \u{B}Bearer \(token)", 401),
                ("Authorization: Bearer é", 401), ("Authorization:", 401), ("Authorization: Basic \u{1}", 401),
                ("Authorization: Bearer \(token)\r\nX-Odd: \u{1}\u{7F}é", 200),
                ("Authorization: Bearer \(token)\r\nTE: x\r\nUpgrade: h2c\r\nExpect: x", 200),
                ("Authorization: Bearer \(String(repeating: "a", count: 16_000))", 401),
            ] {
                let answer = try await RawExchange.run(
                    "GET /files/page.txt HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\(fields)\r\n\r\n",
                    port: nginx.port
                )
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(fields.prefix(60)): \(answer.prefix(200))")
            }
        }
    }

    @Test("a user in very many groups")
    func manyGroups() async throws {
        let bench = try await TokenBench()
        let names = (0..<200).map { "\"group-with-a-long-name-\($0)\"" }.joined(separator: ",")
        let token = try bench.token(["cognito:groups": "[\(names)]"])
        try await run(bench) { get, _ in
            let answer = try await get("/files/page.txt", token, [], .get)
            #expect(answer.status == 200)
        }
    }

    @Test("a gateway that cannot have the keys: nobody comes in, and nothing breaks")
    func noKeys() async throws {
        let bench = try await TokenBench { transport in Unreachable(transport) }
        let token = try bench.token()
        try await run(bench) { get, calls in
            for path in ["/files/page.txt", "/a"] {
                let answer = try await get(path, token, [], .get)
                #expect(answer.status == 401)
            }
            #expect(calls() == 0)
        }
    }
}

/// A pool whose keys cannot be fetched.
private struct Unreachable: HTTPTransport {
    init(_ transport: any HTTPTransport) {}

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        throw TransportError(.couldNotConnect, "nobody there", mayHaveReachedServer: false)
    }
}
