import CognitoClient
import CognitoWire
import HTTPTransport
import InMemoryTracing
import Logging
import Testing
import Tracing

@Suite("What a client tells of its calls") struct ObservationTests {
    private let recorder = Recorder()

    @Test("a success is one span, one count, one time and one line")
    func success() async throws {
        let bench = try bench([.answer(200, headers: ["x-amzn-requestid": "r-1"])], secondsPerAttempt: 0.25)
        _ = try await bench.client.call(Greet.self, Greet.Input(name: "Jo", password: nil))
        let span = try #require(recorder.spans.first)
        #expect(recorder.spans.count == 1)
        #expect(span.name == "Greet")
        #expect(span.kind == .client)
        #expect(!span.hasFailed)
        #expect(span.events.isEmpty)
        #expect(
            span.attributes == [
                "rpc.system": "aws-api", "rpc.service": "AWSCognitoIdentityProviderService", "rpc.method": "Greet",
                "rpc.attempt_count": "1", "http.response.status_code": "200", "aws.request_id": "r-1",
            ]
        )
        #expect(recorder.counters == ["cognito_client_calls operation=Greet outcome=ok: 1"])
        #expect(recorder.timers == ["cognito_client_call_duration operation=Greet outcome=ok: [250000000]"])
        let line = "attempts=1 duration_ms=250 operation=Greet outcome=ok request_id=r-1 status=200"
        #expect(recorder.lines == ["debug a call has ended: \(line)"])
    }

    @Test("an error of the service is told by its code, and never by its message")
    func serviceError() async throws {
        let body = #"{"__type":"NotAuthorizedException","message":"canary"}"#
        let bench = try bench([.answer(400, headers: ["x-amzn-requestid": "r-2"], body: body)])
        await #expect(throws: CognitoClientError.self) { try await bench.client.call(Bench.greet, json: []) }
        let span = try #require(recorder.spans.first)
        #expect(span.hasFailed)
        #expect(
            span.attributes == [
                "rpc.system": "aws-api", "rpc.service": "AWSCognitoIdentityProviderService", "rpc.method": "Greet",
                "rpc.attempt_count": "1", "http.response.status_code": "400", "aws.request_id": "r-2",
                "error.type": "NotAuthorizedException", "aws.error_code": "NotAuthorizedException",
            ]
        )
        #expect(recorder.counters == ["cognito_client_calls operation=Greet outcome=NotAuthorizedException: 1"])
        #expect(recorder.timers == ["cognito_client_call_duration operation=Greet outcome=NotAuthorizedException: [0]"])
        let line = "attempts=1 duration_ms=0 operation=Greet outcome=NotAuthorizedException request_id=r-2 status=400"
        #expect(recorder.lines == ["debug a call has ended: \(line)"])
        #expect(!recorder.everything.contains("canary"))
    }

    @Test("retries are counted by their reason, and are events of the one span")
    func retries() async throws {
        let throttled = ScriptedTransport.Turn.answer(400, headers: ["x-amzn-errortype": "TooManyRequestsException"])
        let bench = try bench([throttled, .failure(.connectionLost, reached: true), .answer(200)])
        _ = try await bench.client.call(Bench.greet, json: [])
        let span = try #require(recorder.spans.first)
        #expect(recorder.spans.count == 1)
        #expect(!span.hasFailed)
        #expect(span.attributes["rpc.attempt_count"] == "3")
        #expect(
            span.events == [
                "retry error.type=TooManyRequestsException wait_ms=1000", "retry error.type=connectionLost wait_ms=100",
            ]
        )
        #expect(
            recorder.counters == [
                "cognito_client_calls operation=Greet outcome=ok: 1",
                "cognito_client_retries operation=Greet reason=TooManyRequestsException: 1",
                "cognito_client_retries operation=Greet reason=connectionLost: 1",
            ]
        )
        #expect(recorder.timers == ["cognito_client_call_duration operation=Greet outcome=ok: [1100000000]"])
        #expect(
            recorder.lines == [
                "debug a call is tried again: attempt=1 operation=Greet reason=TooManyRequestsException wait_ms=1000",
                "debug a call is tried again: attempt=2 operation=Greet reason=connectionLost wait_ms=100",
                "debug a call has ended: attempts=3 duration_ms=1100 operation=Greet outcome=ok status=200",
            ]
        )
    }

    @Test("a failure of the transport is told by the transport's code, without the answer of an earlier attempt")
    func transportError() async throws {
        let bench = try bench([
            .answer(503, headers: ["x-amzn-requestid": "r-3"]), .failure(.certificateExpired, reached: false),
        ])
        await #expect(throws: CognitoClientError.self) { try await bench.client.call(Bench.greet, json: []) }
        let span = try #require(recorder.spans.first)
        #expect(span.hasFailed)
        #expect(
            span.attributes == [
                "rpc.system": "aws-api", "rpc.service": "AWSCognitoIdentityProviderService", "rpc.method": "Greet",
                "rpc.attempt_count": "2", "error.type": "certificateExpired",
            ]
        )
        #expect(
            recorder.counters == [
                "cognito_client_calls operation=Greet outcome=certificateExpired: 1",
                "cognito_client_retries operation=Greet reason=unexpectedStatus: 1",
            ]
        )
    }

    @Test(
        "every other end has a name of its own",
        arguments: [
            (.answer(200, body: "<html>"), CallOptions(), "malformedAnswer", 1),
            (.answer(404, body: "<html>"), CallOptions(), "unexpectedStatus", 1),
            (.answer(200), CallOptions(timeout: .zero), "deadlineExceeded", 0),
            (.failure(.cancelled, reached: true), CallOptions(), "cancelled", 1),
            (.answer(400, headers: ["x-amzn-errortype": "canary"]), CallOptions(), "unknownServiceError", 1),
        ] as [(ScriptedTransport.Turn, CallOptions, String, Int)]
    )
    func otherEnds(turn: ScriptedTransport.Turn, options: CallOptions, outcome: String, attempts: Int) async throws {
        let bench = try bench([turn])
        await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Bench.greet, json: [], options: options)
        }
        #expect(recorder.spans.map { $0.attributes["error.type"] } == [outcome])
        #expect(recorder.spans.map { $0.attributes["rpc.attempt_count"] } == ["\(attempts)"])
        #expect(recorder.counters == ["cognito_client_calls operation=Greet outcome=\(outcome): 1"])
        #expect(recorder.spans.first?.attributes["aws.error_code"] == nil)
        #expect(!recorder.everything.contains("canary"))
    }

    @Test("requests that are not sent are told too, and operations that do not exist are not")
    func unsent() async throws {
        let bench = try bench([])
        await #expect(throws: CognitoClientError.self) { try await bench.client.call(Bench.greet, json: [0x5B, 0x5D]) }
        await #expect(throws: CognitoClientError.self) { try await bench.client.call(named: "canary", json: []) }
        #expect(recorder.counters == ["cognito_client_calls operation=Greet outcome=invalidRequest: 1"])
        #expect(recorder.spans.map(\.name) == ["Greet"])
        #expect(!recorder.everything.contains("canary"))
    }

    @Test("a span is the child of the caller's, and its trace goes out with the request, without baggage")
    func context() async throws {
        let bench = try bench([.answer(200)]) { recorder.observation(with: HeaderTracer(inner: $0.tracer)) }
        let outer = recorder.tracer.startSpan("outer")
        try await ServiceContext.withValue(outer.context) {
            _ = try await bench.client.call(Bench.greet, json: [])
        }
        outer.end()
        let spans = recorder.tracer.finishedSpans
        #expect(spans.map(\.operationName) == ["Greet", "outer"])
        #expect(spans.first?.parentSpanID == outer.spanID)
        let request = try #require(bench.transport.requests.first)
        #expect(request.header("traceparent") == spans.first?.spanID)
        #expect(request.header("tracestate") == nil, "a value that would break the line")
        #expect(request.header("baggage") == nil)
    }

    @Test("nobody is told anything unless somebody asked")
    func silence() async throws {
        let bench = try Bench([.answer(200)])
        _ = try await bench.client.call(Bench.greet, json: [])
        #expect(bench.client.configuration.observation.logger.handler is SwiftLogNoOpLogHandler)
        #expect(recorder.everything.isEmpty)
        #expect(bench.transport.requests.first?.header("traceparent") == nil)
    }

    private func bench(
        _ turns: [ScriptedTransport.Turn],
        secondsPerAttempt: Double = 0,
        _ observation: (Recorder) -> ClientObservation = { $0.observation }
    ) throws -> Bench {
        try Bench(turns, secondsPerAttempt: secondsPerAttempt) { $0.observation = observation(recorder) }
    }
}

/// Writes three headers, one of which is none of the service's business, and one of which is no header.
private struct HeaderTracer: Tracer {
    let inner: InMemoryTracer

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> InMemorySpan {
        inner.startSpan(
            operationName,
            context: context(),
            ofKind: kind,
            at: instant(),
            function: function,
            file: fileID,
            line: line
        )
    }

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        injector.inject(context.inMemorySpanContext?.spanID ?? "", forKey: "traceparent", into: &carrier)
        injector.inject("a\r\nb", forKey: "tracestate", into: &carrier)
        injector.inject("user=canary", forKey: "baggage", into: &carrier)
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {}

    func forceFlush() {}
}

extension Recorder {
    fileprivate func observation(with tracer: any Tracer) -> ClientObservation {
        var observation = observation
        observation.tracer = tracer
        return observation
    }
}
