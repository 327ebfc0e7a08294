import CognitoClient
import CognitoWire
import Testing

@Suite("Clocks") struct SkewTests {
    /// Two hours after the bench's clock.
    private static let serverDate = "Sat, 03 Jan 2026 05:54:05 GMT"

    @Test("a signature refused for its time is made again with the service's clock, at once and only once")
    func correction() async throws {
        let refusal = ScriptedTransport.Turn.answer(
            400,
            headers: ["date": Self.serverDate],
            body: #"{"__type":"InvalidSignatureException","message":"Signature expired"}"#
        )
        let bench = try Bench([refusal, .answer(200), .answer(200)], credentials: Bench.credentials)
        _ = try await bench.client.call(Bench.administer, json: [])
        #expect(bench.surroundings.waits.isEmpty)
        #expect(bench.transport.requests.map { $0.header("x-amz-date") } == ["20260103T035405Z", "20260103T055405Z"])
        _ = try await bench.client.call(Bench.administer, json: [])
        #expect(bench.transport.requests.last?.header("x-amz-date") == "20260103T055405Z")

        let stubborn = try Bench([refusal, refusal, .answer(200)], credentials: Bench.credentials)
        await #expect(throws: CognitoClientError.self) { try await stubborn.client.call(Bench.administer, json: []) }
        #expect(stubborn.transport.requests.count == 2)
    }

    @Test("a wrong key is not taken for a wrong clock")
    func wrongKey() async throws {
        let refusal = ScriptedTransport.Turn.answer(
            400,
            headers: ["date": "Sat, 03 Jan 2026 03:55:05 GMT"],
            body: #"{"__type":"InvalidSignatureException"}"#
        )
        let bench = try Bench([refusal, .answer(200)], credentials: Bench.credentials)
        await #expect(throws: CognitoClientError.self) { try await bench.client.call(Bench.administer, json: []) }
        #expect(bench.transport.requests.count == 1)
    }

    @Test("without a date, or for an unsigned call, nothing is corrected")
    func noCorrection() async throws {
        let undated = try Bench([.answer(400, body: #"{"__type":"RequestExpired"}"#)], credentials: Bench.credentials)
        await #expect(throws: CognitoClientError.self) { try await undated.client.call(Bench.administer, json: []) }
        #expect(undated.transport.requests.count == 1)
        let unsigned = try Bench([
            .answer(400, headers: ["date": Self.serverDate], body: #"{"__type":"RequestExpired"}"#)
        ])
        await #expect(throws: CognitoClientError.self) { try await unsigned.client.call(Bench.greet, json: []) }
        #expect(unsigned.transport.requests.count == 1)
    }

    @Test("the difference between the clocks is known after any answer")
    func difference() async throws {
        let bench = try Bench([.answer(200, headers: ["date": Self.serverDate]), .answer(200)])
        #expect(bench.client.clockDifference == nil)
        _ = try await bench.client.call(Bench.greet, json: [])
        #expect(bench.client.clockDifference == .seconds(7200))
        _ = try await bench.client.call(Bench.greet, json: [])
        #expect(bench.client.clockDifference == .seconds(7200))
    }
}
