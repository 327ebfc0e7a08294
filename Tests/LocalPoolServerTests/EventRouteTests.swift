import ByteCoding
import HTTPTypes
import LocalPool
import LocalPoolServer
import NIOCore
import NIOPosix
import Testing

@Suite("The stream of events") struct EventRouteTests {
    @Test("each call is an event, with its secrets hidden; it ends when the server stops", .timeLimit(.minutes(5)))
    func stream() async throws {
        let world = try await TestWorld()
        let server = LocalPoolServer(pool: world.pool, options: .init(port: 0), logger: TestWorld.silentLogger)
        let port = try await server.start().port
        try await Self.listen(port: port) { next in
            let head = try await next(": calls from now on\n\n")
            #expect(head.hasPrefix("HTTP/1.1 200"))
            #expect(head.lowercased().contains("content-type: text/event-stream"))
            #expect(!head.lowercased().contains("content-length"))
            _ = try await RawConnection.send(world.signUp("alice"), port: port)
            let text = try await next("}\n\n")
            #expect(text.contains("event: call\n"))
            let data = try #require(text.split(separator: "\n").first { $0.hasPrefix("data: ") }?.dropFirst(6))
            let event = try #require(try JSONReader().read(Array(data.utf8)).object)
            #expect(event["operation"]?.string == "SignUp")
            #expect(event["outcome"]?.string == "success")
            #expect(event["pool"]?.string == world.poolID)
            #expect(event["client"]?.string == world.clientID)
            #expect(event["request"]?.object?["Password"]?.string == "<redacted>")
            #expect(!text.contains("Passw0rd!"))
            await server.stop()
            #expect(try await next(nil).hasSuffix("0\r\n\r\n"))
        }
    }

    @Test("a client that leaves is not served any more", .timeLimit(.minutes(5)))
    func clientLeaves() async throws {
        let world = try await TestWorld()
        let server = LocalPoolServer(pool: world.pool, options: .init(port: 0), logger: TestWorld.silentLogger)
        let port = try await server.start().port
        try await Self.listen(port: port) { next in _ = try await next(": calls") }
        _ = try await RawConnection.send(world.signUp("alice"), port: port)
        await server.stop()
    }

    @Test("in memory it begins at once")
    func memory() async throws {
        let world = try await TestWorld()
        let site = PoolSite(pool: world.pool, hosts: [], version: "1", logger: TestWorld.silentLogger)
        let response = await site.respond(to: .get("/_local/events"))
        #expect(response.status == .ok)
        var parts = try #require(response.parts).makeAsyncIterator()
        let comment = try await parts.next()
        #expect(comment == Array(": calls from now on\n\n".utf8))
        _ = await site.respond(to: world.signUp("alice"))
        let event = try await parts.next()
        #expect(event?.starts(with: "id: 1\nevent: call\ndata: {".utf8) == true)
        let other = await site.respond(to: .get("/_local/events", method: .post))
        #expect(other.status.code == 405)
    }

    /// Opens the stream, and reads from it up to a text; without one, to its end.
    private static func listen(
        port: Int,
        _ body: (_ next: (String?) async throws -> String) async throws -> Void
    ) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: "GET /_local/events HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            var parts = inbound.makeAsyncIterator()
            var received = ""
            try await body { end in
                while true {
                    if let end, let range = received.firstRange(of: end) {
                        let text = String(received[..<range.upperBound])
                        received.removeSubrange(..<range.upperBound)
                        return text
                    }
                    guard let part = try await parts.next(isolation: #isolation) else {
                        guard end == nil else { throw RawConnection.Unreadable(bytes: Array(received.utf8)) }
                        return received
                    }
                    received += String(buffer: part)
                }
            }
        }
    }
}
