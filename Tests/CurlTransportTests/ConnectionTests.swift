import CurlTransport
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@Suite("CurlTransport and its connections") struct ConnectionTests {
    @Test("requests one after another share a connection")
    func reuse() async throws {
        let server = try LoopbackServer {
            $0.respondToAll { connection, request in connection.respond(body: request.body) }
        }
        let transport = try CurlTransport()
        for _ in 1...20 { #expect(try await failure(transport, server.url) == nil) }
        #expect(server.connectionCount == 1)
    }

    @Test("requests at the same time are answered each with its own")
    func concurrent() async throws {
        let server = try LoopbackServer {
            $0.respondToAll { connection, request in connection.respond(body: request.body) }
        }
        let transport = try CurlTransport(configuration: .init(maximumConnectionsPerHost: 8))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let body = Array("\(number)".utf8)
                    let request = try TransportRequest(method: .post, url: server.url, body: body)
                    return try await transport.send(request).body == body
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(server.connectionCount <= 8)
    }

    @Test("only what was asked goes out")
    func headers() async throws {
        let server = try LoopbackServer { connection in
            connection.respondToAll { $0.respond(body: Array($1.lines.joined(separator: "|").utf8)) }
        }
        let request = try TransportRequest(
            method: .post,
            url: server.url,
            headers: [(name: "X-Empty", value: ""), (name: "X-Amz-Target", value: "A.B")],
            body: [UInt8](repeating: 0, count: 2_000_000)
        )
        let lines = String(decoding: try await CurlTransport().send(request).body, as: UTF8.self).split(separator: "|")
        #expect(
            lines == [
                "POST / HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Accept-Encoding: gzip, deflate", "X-Empty:",
                "X-Amz-Target: A.B", "Content-Length: 2000000",
            ]
        )
    }

    @Test("a request that must not happen twice is not sent again when a kept connection closes")
    func staleConnection() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.respond()
            _ = connection.readRequest()
        }
        let transport = try CurlTransport()
        #expect(try await failure(transport, server.url) == nil)
        let error = try await failure(transport, server.url)
        #expect(error?.code == .connectionLost)
        #expect(error?.mayHaveReachedServer == true)
        #expect(try await transport.send(get(server.url)).status == 200)
        #expect(try await transport.send(get(server.url)).status == 200, "an idempotent one is sent again")
    }

    @Test("nobody there")
    func unreachable() async throws {
        let error = try await failure(try CurlTransport(), "http://127.0.0.1:\(try LoopbackServer.unusedPort())")
        #expect(error?.code == .couldNotConnect)
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test("no such name")
    func unresolvable() async throws {
        let transport = try CurlTransport()
        let limits = TransportLimits(totalTimeout: .seconds(2))
        let error = try await failure(transport, "https://no-such-host.invalid", limits: limits)
        #expect(error?.code == .couldNotResolve || error?.code == .timedOut)
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test("plain http: stays on this machine")
    func insecure() async throws {
        let error = try await failure(try CurlTransport(), "http://192.0.2.1/")
        #expect(error?.code == .insecureEndpoint)
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test("the environment's proxies, netrc and key log are ignored; a configured proxy is used, but not for loopback")
    func proxies() async throws {
        let proxy = try LoopbackServer { connection in
            connection.respondToAll { $0.respond(body: Array($1.lines[0].utf8)) }
        }
        let server = try LoopbackServer { connection in
            connection.respondToAll { $0.respond(body: Array(($1.header("authorization") ?? "none").utf8)) }
        }
        let configured = CurlTransport.Configuration(allowsPlainHTTP: true, proxy: proxy.url)
        let transport = try CurlTransport(configuration: configured)
        let through = try await transport.send(get("http://192.0.2.1/a"))
        #expect(String(decoding: through.body, as: UTF8.self) == "GET http://192.0.2.1/a HTTP/1.1")
        let direct = try await transport.send(get(server.url))
        #expect(String(decoding: direct.body, as: UTF8.self) == "none")
        #expect(proxy.connectionCount == 1)
    }

    @Test(
        "settings that cannot be used are refused at the start",
        arguments: [
            CurlTransport.Configuration(proxy: "socks5://127.0.0.1:1"),
            CurlTransport.Configuration(proxy: "http://user:password@127.0.0.1:1"),
            CurlTransport.Configuration(extraAuthoritiesPath: "/dev/null"),
            CurlTransport.Configuration(extraAuthoritiesPath: "/nonexistent.pem"),
            CurlTransport.Configuration(maximumConnectionsPerHost: 0),
            CurlTransport.Configuration(idleConnectionLifetime: .zero),
        ]
    )
    func configuration(_ configuration: CurlTransport.Configuration) {
        let error = #expect(throws: TransportError.self) { try CurlTransport(configuration: configuration) }
        #expect(error?.code == .invalidConfiguration)
    }
}
