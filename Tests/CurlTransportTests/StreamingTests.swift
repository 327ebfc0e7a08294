import CurlTransport
import Dispatch
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@Suite("CurlTransport and bodies that are taken as they come") struct StreamingTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

    /// Time enough for whoever has to wait for a busy machine.
    private static func patient(_ url: String, bodyByteCount: Int = 1 << 20) throws -> TransportRequest {
        let limits = TransportLimits(
            connectTimeout: .seconds(60),
            totalTimeout: .seconds(240),
            maximumBodyByteCount: bodyByteCount,
            minimumBytesPerSecond: 0
        )
        return try get(url, limits: limits)
    }

    /// A server that says `text` to each request, and then does as it is told.
    private static func makeServer(
        _ text: String = head,
        _ rest: @escaping @Sendable (LoopbackConnection) -> Void = { _ in }
    ) throws -> LoopbackServer {
        try LoopbackServer { connection in
            guard connection.readRequest() != nil, connection.write(text) else { return }
            rest(connection)
        }
    }

    /// What opening brings in place of a response.
    private static func refusal(
        of request: TransportRequest,
        _ transport: CurlTransport
    ) async -> TransportError.Code? {
        do throws(TransportError) {
            _ = try await transport.open(request)
            return nil
        } catch {
            return error.code
        }
    }

    /// The rest of a body, and why it ends.
    private static func rest(of body: StreamingResponse.Body) async -> (bytes: [UInt8], error: TransportError.Code?) {
        var bytes: [UInt8] = []
        do throws(TransportError) {
            for try await piece in body { bytes += piece }
            return (bytes, nil)
        } catch {
            return (bytes, error.code)
        }
    }

    @Test("the head comes before the body, and each piece before the next one is sent", .timeLimit(.minutes(5)))
    func pieces() async throws {
        let next = DispatchSemaphore(value: 0)
        let server = try Self.makeServer { connection in
            for piece in ["one", "two"] {
                next.wait()
                connection.write(piece)
            }
        }
        let response = try await CurlTransport().open(Self.patient(server.url))
        #expect(response.status == 200)
        #expect(response.headers[.contentType] == "text/event-stream")
        #expect(response.version == .http11)
        var body = response.body.makeAsyncIterator()
        next.signal()
        #expect(try await body.next() == Array("one".utf8))
        next.signal()
        #expect(try await body.next() == Array("two".utf8))
        #expect(try await body.next() == nil)
        #expect(try await body.next() == nil)
    }

    @Test("a slow reader slows the server down: little waits, and nothing is lost", .timeLimit(.minutes(5)))
    func backPressure() async throws {
        let whole = (0..<(4 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let server = try Self.makeServer { $0.write(whole) }
        let other = try LoopbackServer { $0.respondToAll { connection, _ in connection.respond() } }
        let transport = try CurlTransport()
        let request = try Self.patient(server.url, bodyByteCount: whole.count)
        var body = try await transport.open(request).body.makeAsyncIterator()
        var (taken, greatest) = ([UInt8](), 0)
        while let piece = try await body.next() {
            taken += piece
            greatest = max(greatest, piece.count)
            // In the meantime the loop has all the time to read on.
            for _ in 0..<2 { _ = try await transport.send(Self.patient(other.url)) }
        }
        #expect(taken == whole)
        // 64 KiB, and one piece of libcurl's.
        #expect(greatest <= (64 << 10) + (16 << 10))
    }

    @Test("a body that passes the limit, breaks off or stops brings what came, and the reason")
    func failures() async throws {
        let long = try Self.makeServer { $0.write("0123456789") }
        let nine = try Self.patient(long.url, bodyByteCount: 9)
        let tooLong = try await Self.rest(of: CurlTransport().open(nine).body)
        #expect(tooLong.bytes.count <= 9 && tooLong.error == .bodyTooLarge)
        let broken = try Self.makeServer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n0123")
        let lost = try await Self.rest(of: CurlTransport().open(Self.patient(broken.url)).body)
        #expect(lost.bytes == Array("0123".utf8) && lost.error == .connectionLost)
        let silent = try Self.makeServer { $0.waitForPeerToClose() }
        var brief = try Self.patient(silent.url)
        brief.limits.minimumBytesPerSecond = 1
        brief.limits.slowTolerance = .seconds(1)
        let late = try await Self.rest(of: CurlTransport().open(brief).body)
        #expect(late.bytes.isEmpty && late.error == .tooSlow)
    }

    @Test("what is refused whole is refused here too")
    func refusals() async throws {
        let transport = try CurlTransport()
        let redirect = try Self.makeServer("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        #expect(try await Self.refusal(of: Self.patient(redirect.url), transport) == .redirectRefused)
        let noise = try Self.makeServer("SSH-2.0-x\r\n")
        #expect(try await Self.refusal(of: Self.patient(noise.url), transport) == .malformedResponse)
        #expect(try await Self.refusal(of: get("http://192.0.2.1/"), transport) == .insecureEndpoint)
        let port = try LoopbackServer.unusedPort()
        #expect(try await Self.refusal(of: get("http://127.0.0.1:\(port)"), transport) == .couldNotConnect)
        let missing = try Self.makeServer("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone")
        let response = try await transport.open(Self.patient(missing.url))
        #expect(response.status == 404)
        #expect(await Self.rest(of: response.body).bytes == Array("none".utf8))
        await transport.shutdown()
        #expect(try await Self.refusal(of: get(missing.url), transport) == .shutDown)
    }

    @Test(
        "the exchange ends with its reader",
        .timeLimit(.minutes(5)),
        arguments: ["head", "piece", "body", "transport"]
    )
    func ends(_ what: String) async throws {
        let (events, reporter) = AsyncStream.makeStream(of: String.self)
        let server = try Self.makeServer(what == "head" ? "" : Self.head) { connection in
            reporter.yield("requested")
            connection.waitForPeerToClose()
            reporter.yield("closed")
        }
        var told = events.makeAsyncIterator()
        let transport = try CurlTransport()
        switch what {
        case "head":
            let opening = Task { try await Self.refusal(of: Self.patient(server.url), transport) }
            #expect(await told.next() == "requested")
            opening.cancel()
            #expect(try await opening.value == .cancelled)
        case "piece":
            let response = try await transport.open(Self.patient(server.url))
            #expect(await told.next() == "requested")
            let reading = Task { await Self.rest(of: response.body).error }
            reading.cancel()
            #expect(await reading.value == .cancelled)
        case "body":
            _ = try await transport.open(Self.patient(server.url))
            #expect(await told.next() == "requested")
        default:
            let response = try await transport.open(Self.patient(server.url))
            #expect(await told.next() == "requested")
            async let rest = Self.rest(of: response.body)
            await transport.shutdown()
            #expect(await rest.error == .shutDown)
        }
        #expect(await told.next() == "closed")
        if what != "transport" {
            let other = try LoopbackServer { $0.respondToAll { connection, _ in connection.respond() } }
            #expect(try await transport.send(Self.patient(other.url)).status == 200)
        }
    }

    @Test("a body keeps its transport")
    func keepsTransport() async throws {
        let next = DispatchSemaphore(value: 0)
        let server = try Self.makeServer { connection in
            next.wait()
            connection.write("late")
        }
        let body = try await CurlTransport().open(Self.patient(server.url)).body
        next.signal()
        let rest = await Self.rest(of: body)
        #expect(rest.bytes == Array("late".utf8) && rest.error == nil)
    }
}
