import CurlTransport
import HTTPTransport
import TestSupport
import Testing

@Suite("CurlTransport and the end of a wait") struct EndingTests {
    /// What the server sees.
    private enum Event { case requested, closed }

    /// A server that never answers, and tells what it sees.
    private func makeSilentServer() throws -> (LoopbackServer, AsyncStream<Event>) {
        let (events, reporter) = AsyncStream.makeStream(of: Event.self)
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            reporter.yield(.requested)
            connection.waitForPeerToClose()
            reporter.yield(.closed)
        }
        return (server, events)
    }

    @Test("cancellation frees the handle: the server sees the connection close")
    func cancellation() async throws {
        let (server, stream) = try makeSilentServer()
        var events = stream.makeAsyncIterator()
        let transport = try CurlTransport()
        let task = Task { try await failure(transport, server.url) }
        #expect(await events.next() == .requested)
        // The server never answers and the deadlines are far away: only the cancellation can end this.
        task.cancel()
        let error = try await task.value
        #expect(error?.code == .cancelled)
        #expect(error?.mayHaveReachedServer == true)
        #expect(await events.next() == .closed)
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        let server = try LoopbackServer { _ in }
        let transport = try CurlTransport()
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await failure(transport, server.url)
        }
        let error = try await task.value
        #expect(error?.code == .cancelled)
        #expect(error?.mayHaveReachedServer == false)
        #expect(server.connectionCount == 0)
    }

    @Test("shutting down ends what is under way and what waits, closes connections, and refuses what comes later")
    func shutdown() async throws {
        let (server, stream) = try makeSilentServer()
        var events = stream.makeAsyncIterator()
        let transport = try CurlTransport(configuration: .init(maximumConnectionsPerHost: 5))
        let tasks = (1...20).map { _ in Task { try await failure(transport, server.url) } }
        for _ in 1...5 { #expect(await events.next() == .requested) }
        await transport.shutdown()
        for _ in 1...5 { #expect(await events.next() == .closed) }
        var haveReached = 0
        for task in tasks {
            let error = try await task.value
            #expect(error?.code == .shutDown)
            if error?.mayHaveReachedServer == true { haveReached += 1 }
        }
        #expect(haveReached == 5, "the others had no connection yet")
        #expect(server.connectionCount == 5)
        await transport.shutdown()
        let later = try await failure(transport, server.url)
        #expect(later?.code == .shutDown)
        #expect(later?.mayHaveReachedServer == false)
    }

    @Test("the last reference closes kept connections")
    func deinitialisation() async throws {
        let (events, reporter) = AsyncStream.makeStream(of: Event.self)
        let server = try LoopbackServer { connection in
            connection.respondToAll { connection, _ in connection.respond() }
            reporter.yield(.closed)
        }
        do {
            let transport = try CurlTransport()
            #expect(try await failure(transport, server.url) == nil)
        }
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .closed)
    }

    @Test("cancellations and answers at the same time lose no request")
    func race() async throws {
        let server = try LoopbackServer { $0.respondToAll { connection, _ in connection.respond() } }
        let transport = try CurlTransport()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let task = Task { try await failure(transport, server.url) }
                    if number % 2 == 0 { task.cancel() }
                    let error = try? await task.value
                    #expect(error == nil || error?.code == .cancelled)
                }
            }
        }
    }
}
