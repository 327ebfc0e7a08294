import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import Testing

@Suite("Doubles of HTTPTransport") struct TransportDoublesTests {
    private static let url = "http://127.0.0.1:9"

    @Test("the scripted one keeps the contract", arguments: TransportConformance.all)
    func scripted(_ promise: TransportConformance) async throws {
        try await promise.check(ScriptedTransport([promise.farEnd.step]), at: Self.url)
    }

    @Test("the recording one keeps the contract of what it records", arguments: TransportConformance.all)
    func recording(_ promise: TransportConformance) async throws {
        let transport = RecordingTransport(ScriptedTransport([promise.farEnd.step]))
        try await promise.check(transport, at: Self.url)
        #expect(transport.exchanges.count == 1)
    }

    @Test("the contract sees a transport that does not keep it", arguments: TransportConformance.all)
    func broken(_ promise: TransportConformance) async throws {
        let broken = CarelessTransport()
        await #expect(throws: TransportConformance.Failure.self) { try await promise.check(broken, at: Self.url) }
    }

    @Test("a script plays once, and remembers")
    func remembers() async throws {
        let transport = ScriptedTransport([.respond(TransportResponse(status: 200))])
        let request = try TransportRequest(method: .post, url: Self.url, body: [7])
        #expect(try await transport.send(request).status == 200)
        #expect(transport.requests.map(\.body) == [[7]])
        #expect(transport.remainingStepCount == 0)
        let error = await #expect(throws: TransportError.self) { try await transport.send(request) }
        #expect(error?.code == .couldNotConnect)
        #expect(error?.mayHaveReachedServer == false)
    }
}

/// Answers everything with the same, in spite of limits and cancellation.
private struct CarelessTransport: HTTPTransport {
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        TransportResponse(status: 299)
    }
}
