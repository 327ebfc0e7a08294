import HTTPTypes
import LocalPool
import LocalPoolServer
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@Suite("Starting and stopping") struct LifecycleTests {
    private func server(_ world: TestWorld, _ options: LocalPoolServerOptions = .init(port: 0)) -> LocalPoolServer {
        LocalPoolServer(pool: world.pool, options: options, logger: TestWorld.silentLogger)
    }

    @Test("the pool moves to the address that the server got")
    func address() async throws {
        let world = try await TestWorld()
        let server = server(world)
        let address = try await server.start()
        #expect(address.host == "127.0.0.1")
        #expect(address.port != 0)
        #expect(address.endpoint == "http://127.0.0.1:\(address.port)")
        #expect(world.pool.endpoint == address.endpoint)
        #expect(try await RawConnection.send(.get("/_local/info"), port: address.port).status == 200)
        await server.stop()
        await server.stop()
        await #expect(throws: (any Error).self) {
            try await RawConnection.send(.get("/_local/info"), port: address.port)
        }
    }

    @Test("the same port listens on ::1, where the machine has it, for browsers that look for localhost there")
    func twin() async throws {
        let server = server(try await TestWorld())
        let port = try await server.start().port
        let free = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "::1", port: 0)
            .get()
        try await free?.close()
        if free != nil {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "::1", port: port).get()
            try await channel.close()
        }
        await server.stop()
        await #expect(throws: (any Error).self) {
            try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "::1", port: port)
                .get()
        }
    }

    @Test("an address of choice stays")
    func chosenEndpoint() async throws {
        let world = try await TestWorld()
        var options = LocalPoolServerOptions(port: 0)
        options.endpoint = "https://pool.example.com"
        let server = server(world, options)
        #expect(try await server.start().endpoint == "https://pool.example.com")
        #expect(try await world.pool.home().issuer == "https://pool.example.com/\(world.poolID)")
        await server.stop()
    }

    @Test("an address that no client could use is refused")
    func uselessEndpoint() async throws {
        var options = LocalPoolServerOptions(port: 0)
        options.endpoint = "nowhere"
        let server = server(try await TestWorld(), options)
        let error = await #expect(throws: LocalPoolError.self) { try await server.start() }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test("other machines are let in only by choice", arguments: ["0.0.0.0", "::", "192.0.2.1", "example.com"])
    func exposed(_ host: String) async throws {
        var options = LocalPoolServerOptions(port: 0)
        options.host = host
        let server = server(try await TestWorld(), options)
        let error = await #expect(throws: LocalPoolServerError.self) { try await server.start() }
        #expect(error?.code == .exposedAddress)
    }

    @Test("letting other machines in is warned of, and does not change whom it answers")
    func exposedByChoice() async throws {
        let world = try await TestWorld()
        let log = RecordedLog()
        var options = LocalPoolServerOptions(port: 0)
        options.host = "0.0.0.0"
        options.allowsOtherMachines = true
        let server = LocalPoolServer(pool: world.pool, options: options, logger: log.logger)
        let address = try await server.start()
        #expect(address.endpoint == "http://127.0.0.1:\(address.port)")
        #expect(log.levels == [.warning])
        let request = SiteRequest.get("/_local/info")
        #expect(try await RawConnection.send(request, port: address.port).status == 200)
        #expect(
            try await RawConnection.send(request.changed(authority: "example.com"), port: address.port).status == 403
        )
        await server.stop()
    }

    @Test("a taken port is a clear error")
    func takenPort() async throws {
        let first = server(try await TestWorld())
        let port = try await first.start().port
        let second = server(try await TestWorld(), .init(port: port))
        let error = await #expect(throws: LocalPoolServerError.self) { try await second.start() }
        #expect(error?.code == .unusableAddress)
        #expect(error?.underlying != nil)
        await first.stop()
    }

    @Test("a server starts once")
    func startedTwice() async throws {
        let server = server(try await TestWorld())
        try await server.start()
        let error = await #expect(throws: LocalPoolServerError.self) { try await server.start() }
        #expect(error?.code == .alreadyStarted)
        await server.stop()
    }

    @Test("stopping answers those who wait for a code", .timeLimit(.minutes(1)))
    func stopWhileWaiting() async throws {
        let world = try await TestWorld()
        let server = server(world)
        let port = try await server.start().port
        async let waiting = RawConnection.send(.get("/_local/codes/alice?wait=60s"), port: port)
        // The connection of this request was accepted after that of the other.
        _ = try await RawConnection.send(.get("/_local/info"), port: port)
        await server.stop()
        // The wait may not have begun yet; then its connection ends without an answer.
        if let answer = try? await waiting { #expect(answer.status == 503) }
    }

    @Test("a code does not go to a client that left", .timeLimit(.minutes(1)))
    func clientLeft() async throws {
        let world = try await TestWorld()
        let server = server(world)
        let port = try await server.start().port
        let request = "GET /_local/codes/alice?wait=60s HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let left = try? await RawConnection.send(Array(request.utf8), port: port, leaves: true)
        #expect(left.map { $0.status == 503 } != false)
        _ = try await RawConnection.send(world.signUp("alice"), port: port)
        #expect(try await RawConnection.send(.get("/_local/codes/alice"), port: port).status == 200)
        await server.stop()
    }

    @Test("it runs among the services of a group", .timeLimit(.minutes(1)), arguments: [true, false])
    func service(_ startsBefore: Bool) async throws {
        let world = try await TestWorld()
        let server = server(world)
        if startsBefore { try await server.start() }
        let group = ServiceGroup(services: [server], logger: TestWorld.silentLogger)
        async let run: Void = group.run()
        if !startsBefore {
            // The server is up when the pool has left its first address.
            while world.pool.endpoint == "http://127.0.0.1:9229" { await Task.yield() }
        }
        let port = try #require(world.pool.endpoint.split(separator: ":").last.flatMap { Int($0) })
        #expect(try await RawConnection.send(.get("/_local/info"), port: port).status == 200)
        await group.triggerGracefulShutdown()
        try await run
        await #expect(throws: (any Error).self) { try await RawConnection.send(.get("/_local/info"), port: port) }
    }

    @Test("bytes that are no HTTP end their connection only")
    func noHTTP() async throws {
        let server = server(try await TestWorld())
        let port = try await server.start().port
        let texts = [
            "\u{16}\u{3}\u{1}", "GET / HTTP/9.9\r\n\r\n", "BREW\r\n\r\n", "GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ]
        for text in texts {
            let answer = try? await RawConnection.send(Array(text.utf8), port: port, leaves: true)
            #expect(answer.map { $0.status == 400 } != false)
        }
        #expect(try await RawConnection.send(.get("/_local/info"), port: port).status == 200)
        await server.stop()
    }
}
