import HTTPTypes
import LocalPoolServer
import Testing

@Suite("Who is answered") struct HostTests {
    @Test(
        "names of this machine and allowed ones",
        arguments: Door.allCases,
        [
            "localhost", "LOCALHOST:9229", "localhost:", "app.localhost", "127.0.0.1", "127.0.0.1:80", "127.1.2.3",
            "[::1]",
            "[::1]:9229", "pool.test", "Pool.Test:1",
        ]
    )
    func allowed(_ door: Door, _ host: String) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool, allowedHosts: ["pool.TEST"]) { enter in
            let answer = try await enter(SiteRequest.get("/_local/info").changed(authority: host))
            #expect(answer.status == 200)
        }
    }

    @Test(
        "nobody under another name",
        arguments: Door.allCases,
        [
            nil, "", "example.com", "example.com:9229", "localhost.example.com", "notlocalhost",
            "127.0.0.1.example.com",
            "127.0.0.256", "127.0.0", "128.0.0.1", "10.0.0.1", "[::2]", "[::1", "::1", "localhost:http",
            "me@localhost", "localhost:123456", "pool.test.example.com", "sub.pool.test",
        ]
    )
    func refused(_ door: Door, _ host: String?) async throws {
        let world = try await TestWorld()
        // An SDK's call, a document and a local route are refused alike.
        let requests = [
            world.signUp("alice"), .get("/\(world.poolID)/.well-known/jwks.json"), .get("/_local/codes/alice"),
            .get("/", method: .options),
        ]
        try await door.open(to: world.pool, allowedHosts: ["pool.test"]) { enter in
            for request in requests {
                let answer = try await enter(request.changed(authority: host))
                #expect(answer.status == 403)
                #expect(try answer.string("code") == "hostNotAllowed")
                #expect(answer.headers[.accessControlAllowOrigin] == nil)
            }
        }
    }

    @Test("nobody under two names")
    func twoHosts() async throws {
        let world = try await TestWorld()
        let server = LocalPoolServer(pool: world.pool, options: .init(port: 0), logger: TestWorld.silentLogger)
        let port = try await server.start().port
        let text = "GET /_local/info HTTP/1.1\r\nHost: localhost\r\nHost: example.com\r\nConnection: close\r\n\r\n"
        #expect(try await RawConnection.send(Array(text.utf8), port: port).status == 403)
        await server.stop()
    }
}
