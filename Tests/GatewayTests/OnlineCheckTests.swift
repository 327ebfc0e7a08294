import CognitoWire
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing
import UserPoolKit

@testable import userpool_gateway

@Suite("/v1/verify?online=1") struct OnlineCheckTests {
    private static let target = "/v1/verify?online=1"

    private func settings(lifetime: Duration) -> VerificationSettings {
        var settings = VerificationSettings()
        settings.onlineLifetime = lifetime
        return settings
    }

    @Test("a token of a sign-in that was ended: 401 online, 200 offline")
    func revoked() async throws {
        let bench = try await TokenBench()
        let token = try await bench.signIn()
        let before = try await bench.verify(Self.target, bearer: token)
        #expect(before.status == 200)
        #expect(before.headers[.authUser] == "carol")
        try await bench.pool.signOutEverywhere(accessToken: Sensitive(token))
        let after = try await bench.verify(Self.target, bearer: token)
        #expect(after.status == 401)
        #expect(after("code") == "tokenRevoked")
        #expect(after.headers[.wwwAuthenticate]?.contains("The token was revoked.") == true)
        let offline = try await bench.verify(bearer: token)
        #expect(offline.status == 200)
    }

    @Test("the service's answer, good or bad, holds as long as configured, and for its own token only")
    func remembered() async throws {
        let calls = CallCounter()
        let bench = try await TokenBench(verification: settings(lifetime: .seconds(30))) { calls.counting($0) }
        let token = try await bench.signIn()
        let forged = try bench.token()
        for _ in 0..<3 {
            let good = try await bench.verify(Self.target, bearer: token)
            #expect(good.status == 200)
            // Signed with the right key, and yet of no sign-in.
            let bad = try await bench.verify(Self.target, bearer: forged)
            #expect(bad.status == 401)
        }
        #expect(calls["GetUser"] == 2)
        try await bench.pool.signOutEverywhere(accessToken: Sensitive(token))
        bench.clock.advance(by: .seconds(29))
        let still = try await bench.verify(Self.target, bearer: token)
        #expect(still.status == 200)
        bench.clock.advance(by: .seconds(1))
        let late = try await bench.verify(Self.target, bearer: token)
        #expect(late.status == 401)
        #expect(calls["GetUser"] == 3)
    }

    @Test("unless configured, the service is asked each time, and never for a token that is no good")
    func eachTime() async throws {
        let calls = CallCounter()
        let bench = try await TokenBench { calls.counting($0) }
        let token = try await bench.signIn()
        for _ in 0..<3 { _ = try await bench.verify(Self.target, bearer: token) }
        #expect(calls["GetUser"] == 3)
        let foreign = try bench.token(signedBy: TokenBench.foreignKey.get())
        _ = try await bench.verify(Self.target, bearer: foreign)
        _ = try await bench.verify(Self.target, bearer: nil)
        _ = try await bench.verify(bearer: token)
        #expect(calls["GetUser"] == 3)
    }

    @Test("a service that does not answer, or only to be left alone: 401, the log says why, nothing is remembered")
    func unavailable() async throws {
        let failures: [CallCounter.Failure] = [
            .error(TransportError(.couldNotConnect, "nobody there", mayHaveReachedServer: false)),
            .answer(400, "TooManyRequestsException"), .answer(500, "InternalErrorException"),
            .answer(400, "ForbiddenException"), .answer(400, "ResourceNotFoundException"), .answer(404, ""),
        ]
        for failure in failures {
            let calls = CallCounter()
            let bench = try await TokenBench(verification: settings(lifetime: .seconds(30))) { calls.counting($0) }
            let token = try await bench.signIn()
            calls.fail(failure)
            let answer = try await bench.verify(Self.target, bearer: token)
            #expect(answer.status == 401)
            #expect(answer("code") == "tokenInvalid")
            #expect(answer("detail") == "The token cannot be verified at the moment.", "\(failure)")
            #expect(bench.bench.log.lines.contains { $0.contains("the service could not be asked") })
            calls.fail(nil)
            let again = try await bench.verify(Self.target, bearer: token)
            #expect(again.status == 200)
        }
    }

    @Test("of two generations the older goes", arguments: [1, 2, 10])
    func bound(_ limit: Int) {
        var values = RecentValues<Int, Int>(limit: limit)
        for number in 0..<100 {
            values.insert(number, for: number)
            #expect(values.count <= max(2, limit))
            #expect(values[number] == number)
            if number > limit { #expect(values[number - limit - 1] == nil) }
        }
        values.insert(1, for: 99)
        #expect(values[99] == 1)
        #expect(values[98] == (limit > 1 ? 98 : 98))
    }
}

/// Counts calls of the service by operation, and lets `GetUser` fail.
final class CallCounter: Sendable {
    enum Failure: Sendable {
        case error(TransportError)
        case answer(Int, String)
    }

    private struct State {
        var counts: [String: Int] = [:]
        var failure: Failure?
    }

    private let state = Mutex(State())

    subscript(operation: String) -> Int { state.withLock { $0.counts[operation] ?? 0 } }

    func fail(_ failure: Failure?) {
        state.withLock { $0.failure = failure }
    }

    func counting(_ transport: any HTTPTransport) -> any HTTPTransport {
        Counting(counter: self, transport: transport)
    }

    private struct Counting: HTTPTransport {
        let counter: CallCounter
        let transport: any HTTPTransport

        func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
            let operation = request.operation
            let failure = counter.state.withLock { state in
                state.counts[operation, default: 0] += 1
                return operation == "GetUser" ? state.failure : nil
            }
            switch failure {
            case nil: return try await transport.send(request)
            case .error(let error): throw error
            case .answer(let status, let name):
                let body = name.isEmpty ? "no" : #"{"__type":"\#(name)","message":"No."}"#
                return TransportResponse(status: status, body: Array(body.utf8))
            }
        }
    }
}
