import CognitoJWT
import Foundation
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import Testing

@testable import userpool_gateway

/// Whatever is asked, and whatever state the gateway is in: 200, 401 or 403.
@Suite("/v1/verify, its statuses") struct ForwardAuthStatusTests {
    private static let methods = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "PURGE", "LINK",
        "MKCALENDAR", "M-SEARCH", "UNSUBSCRIBE", "SOURCE",
    ]

    private static let targets = [
        "/v1/verify", "/v1/verify/", "//v1/verify", "/v1//verify//", "/v1/verify/a/b/c", "/v1/verify/../../healthz",
        "/v1/verify/%2e%2e/%2e%2e/healthz", "/v1/verify/%00", "/v1/verify/%", "/v1/verify/*", "/v1/verify/:id",
        "/v1/verify/**", "/v1/verify/batch", "/v1/verify?", "/v1/verify??", "/v1/verify?&&&", "/v1/verify?=",
        "/v1/verify?a",
        "/v1/verify/x?y=%", "/v1/verify?use=%ff", "/v1/verify?groups=%", "/v1/verify#x", "/v1/verify/a;b=c",
        "/v1/verify/\(String(repeating: "a", count: 9000))",
        "/v1/verify?groups=\(String(repeating: "a,", count: 4500))",
        "http://elsewhere.example/v1/verify", "/v1/verify/http://elsewhere.example/",
    ]

    private static let headers: [HTTPFields] = [
        [:], [.authorization: "Bearer"], [.authorization: "Bearer ."], [.authorization: "Bearer .."],
        [.authorization: "Bearer e30.e30."], [.authorization: "Bearer \(Upstream.accessToken)"],
        [.authorization: "Bearer \(String(repeating: "a", count: 16_385))"],
        [.authorization: "Bearer \(String(repeating: "a.", count: 7000))"],
        [.authorization: String(repeating: "Bearer ", count: 2000)], [.authorization: "Bearer \u{7f}\u{80}"],
        [.authorization: String(repeating: "x", count: 100_000)], [.cookie: String(repeating: "a=b; ", count: 4000)],
        [.range: "bytes=0-"], [.ifNoneMatch: "*"], [.ifModifiedSince: "Sat, 01 Jan 2050 00:00:00 GMT"],
        [.expect: "nonsense"], [.accept: "application/nothing"], [.acceptEncoding: "x;q=x"],
        [.upgrade: "websocket", .connection: "upgrade"], [.contentType: "nonsense"], [.contentLength: "70000"],
        HTTPFields((1...150).compactMap { HTTPField.Name("x-\($0)").map { HTTPField(name: $0, value: "1") } }),
    ]

    private func expect(_ answer: Answer, oneOf statuses: Set<Int> = [200, 401, 403], _ what: String) {
        #expect(statuses.contains(answer.status), "\(answer.status) for \(what)")
        #expect(answer.headers[.setCookie] == nil)
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect((answer.status == 200) == (answer.headers[.wwwAuthenticate] == nil))
    }

    @Test("all methods, the same answer", arguments: Medium.allCases)
    func methods(_ medium: Medium) async throws {
        let bench = try await TokenBench()
        let token = try bench.token(["cognito:groups": #"["staff"]"#])
        try await bench.bench.test(over: medium) { caller in
            for name in Self.methods {
                let method = try #require(HTTPRequest.Method(name))
                for (target, status) in [
                    ("/v1/verify?groups=staff", 200), ("/v1/verify/a/b", 200), ("/v1/verify?groups=x", 403),
                ] {
                    let headers: HTTPFields = [.authorization: "Bearer \(token)", .contentLength: "0"]
                    let answer = try await caller.send(method, target, headers: headers)
                    expect(answer, oneOf: [status], "\(name) \(target)")
                    if name == "HEAD" { #expect(answer.text.isEmpty) }
                }
                let answer = try await caller.send(method, "/v1/verify/x", headers: [.contentLength: "0"])
                expect(answer, oneOf: [401], name)
                #expect(answer.text.isEmpty == (name == "HEAD"))
            }
        }
    }

    @Test("paths, queries and headers of any kind", arguments: Medium.allCases)
    func requests(_ medium: Medium) async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        try await bench.bench.test(over: medium) { caller in
            for target in Self.targets {
                for headers in [[:], [.authorization: "Bearer \(token)"]] as [HTTPFields] {
                    expect(try await caller.send(.get, target, headers: headers), String(target.prefix(60)))
                }
            }
            for headers in Self.headers {
                // What is longer than the parser takes is nobody's request yet.
                let byteCount = headers.reduce(0) { $0 + $1.value.utf8.count }
                guard medium == .memory || (byteCount < 30_000 && headers[.contentLength] == nil) else { continue }
                expect(try await caller.send(.get, "/v1/verify", headers: headers), "\(headers)".prefix(60).description)
            }
        }
    }

    @Test("a body is not read, whatever its length; the connection ends instead", arguments: Medium.allCases)
    func body(_ medium: Medium) async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        try await bench.bench.test(over: medium) { caller in
            // Over a socket, the client of these tests sees nothing of an answer that comes before it has sent all.
            for count in medium == .memory ? [1, 65_537, 1_000_000] : [1] {
                let answer = try await caller.send(
                    .post,
                    "/v1/verify",
                    headers: [.authorization: "Bearer \(token)", .contentLength: "\(count)"],
                    body: String(repeating: "a", count: count)
                )
                expect(answer, oneOf: [200], "a body of \(count)")
                #expect(answer.headers[.connection] == "close")
            }
        }
    }

    @Test("a body that never comes, or in an odd shape, changes nothing")
    func bodyFraming() async throws {
        let bench = try await TokenBench()
        let token = try bench.token()
        for (framing, status) in [
            ("Content-Length: 50", 200), ("Transfer-Encoding: chunked", 200),
            ("Content-Length: 50\r\nExpect: 100-continue", 200),
            ("Transfer-Encoding: gzip, chunked", 403),
        ] {
            let answer = try await bench.bench.exchange(
                "POST /v1/verify HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\(framing)\r\n\r\n"
            )
            let first = answer.split(separator: "\r\n").first {
                $0.hasPrefix("HTTP/1.1") && !$0.hasPrefix("HTTP/1.1 100")
            }
            #expect(first?.hasPrefix("HTTP/1.1 \(status) ") == true, "\(framing): \(answer)")
        }
    }

    @Test("keys that cannot be had: 401, and the log says why")
    func noKeys() async throws {
        let keys = KeyCache { _ in throw TransportError(.couldNotConnect, "nobody there", mayHaveReachedServer: false) }
        let bench = try await TokenBench(keys: keys)
        let answer = try await bench.verify(bearer: bench.token())
        expect(answer, oneOf: [401], "no keys")
        #expect(answer("detail") == "The token cannot be verified at the moment.")
        #expect(bench.bench.log.lines.contains { $0.contains("upstreamUnavailable") && $0.contains("nobody there") })
        #expect(!answer.text.contains("nobody there"))
    }

    @Test("keys that never come: 401 when the time for a request is over")
    func slowKeys() async throws {
        var rules = RequestRules()
        rules.timeout = .milliseconds(50)
        let keys = KeyCache { _ in
            try await Task.sleep(for: .seconds(3600))
            return []
        }
        let bench = try await TokenBench(keys: keys, rules: rules)
        let answer = try await bench.verify(bearer: bench.token())
        expect(answer, oneOf: [401], "slow keys")
    }

    @Test("a pool whose issuer nobody knows: 403 with any token, and the log says what to set")
    func unknownIssuer() async throws {
        let bench = try await TokenBench()
        let other = try GatewayBench(pool: bench.pool, clock: { Upstream.now })
        let token = try bench.token()
        try await other.test { caller in
            expect(try await caller.get("/v1/verify", bearer: token), oneOf: [403], "no issuer")
            expect(try await caller.get("/v1/verify"), oneOf: [401], "no token")
        }
        #expect(other.log.lines.contains { $0.contains("name a local pool's issuer") })
    }

    @Test("a gateway about to stop answers as ever")
    func draining() async throws {
        let bench = try await TokenBench()
        bench.bench.gateway.readiness.startDraining()
        for (token, status) in [(try bench.token(), 200), (nil, 401)] {
            expect(try await bench.verify(bearer: token, over: .socket), oneOf: [status], "draining")
        }
    }
}
