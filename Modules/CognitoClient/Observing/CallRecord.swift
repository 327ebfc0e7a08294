internal import CoreMetrics
internal import Logging
internal import Synchronization
internal import Tracing

/// What is to be told of one call, and whom to tell it.
final class CallRecord: Sendable {
    /// What came of the attempts so far.
    private struct Progress {
        var attempts = 0
        /// Of the latest attempt; `nil` if it has brought no answer.
        var status: Int?
        var requestID: String?
    }

    let span: any Span
    private let operation: String
    private let service: String
    private let observation: ClientObservation
    private let progress = Mutex(Progress())

    /// Begins the span.
    init(of operation: String, in service: String, _ observation: ClientObservation) {
        (self.operation, self.service, self.observation) = (operation, service, observation)
        span = observation.currentTracer.startSpan(
            operation,
            context: ServiceContext.current ?? .topLevel,
            ofKind: .client
        )
    }

    /// One more attempt begins.
    func beginAttempt() {
        progress.withLock { progress in
            progress.attempts += 1
            (progress.status, progress.requestID) = (nil, nil)
        }
    }

    /// The attempt has brought an answer.
    ///
    /// - Parameters:
    ///   - status: Its HTTP status.
    ///   - requestID: What its headers say.
    ///   - body: What was sent: an answer that repeats it as its id does not have it repeated here.
    func takeAnswer(status: Int, requestID: String?, to body: [UInt8]) {
        let id = requestID.flatMap { Self.isRequestID($0, to: body) ? $0 : nil }
        progress.withLock { ($0.status, $0.requestID) = (status, id) }
    }

    /// The call waits, and is then tried again.
    func retry(after error: CognitoClientError, wait: Duration) {
        let (reason, milliseconds) = (error.outcome, wait.wholeMilliseconds)
        Counter(
            label: "cognito_client_retries",
            dimensions: [("operation", operation), ("reason", reason)],
            factory: observation.currentMetrics
        ).increment()
        span.addEvent(
            SpanEvent(name: "retry", attributes: ["error.type": .string(reason), "wait_ms": .int64(milliseconds)])
        )
        observation.logger.debug(
            "a call is tried again",
            metadata: [
                "operation": "\(operation)", "reason": "\(reason)", "wait_ms": "\(milliseconds)",
                "attempt": "\(progress.withLock { $0.attempts })",
            ]
        )
    }

    /// The call is over.
    ///
    /// - Parameters:
    ///   - error: Why it failed; `nil` if it did not.
    ///   - duration: How long it took, waits included.
    func end(_ error: CognitoClientError?, after duration: Duration) {
        let outcome = error?.outcome ?? "ok"
        let progress = progress.withLock { $0 }
        let dimensions = [("operation", operation), ("outcome", outcome)]
        let factory = observation.currentMetrics
        Counter(label: "cognito_client_calls", dimensions: dimensions, factory: factory).increment()
        Timer(label: "cognito_client_call_duration", dimensions: dimensions, factory: factory)
            .recordNanoseconds(duration.wholeNanoseconds)
        log(outcome, progress, duration)
        endSpan(error, progress)
    }

    private func log(_ outcome: String, _ progress: Progress, _ duration: Duration) {
        guard observation.logger.logLevel <= .debug else { return }
        var metadata: Logger.Metadata = [
            "operation": "\(operation)", "outcome": "\(outcome)", "attempts": "\(progress.attempts)",
            "duration_ms": "\(duration.wholeMilliseconds)",
        ]
        metadata["status"] = progress.status.map { "\($0)" }
        metadata["request_id"] = progress.requestID.map { "\($0)" }
        observation.logger.debug("a call has ended", metadata: metadata)
    }

    private func endSpan(_ error: CognitoClientError?, _ progress: Progress) {
        span.updateAttributes { attributes in
            attributes["rpc.system"] = "aws-api"
            attributes["rpc.service"] = service
            attributes["rpc.method"] = operation
            attributes["rpc.attempt_count"] = progress.attempts
            if let status = progress.status { attributes["http.response.status_code"] = status }
            if let id = progress.requestID { attributes["aws.request_id"] = id }
            guard let error else { return }
            attributes["error.type"] = error.outcome
            if let code = error.knownServiceCode { attributes["aws.error_code"] = code }
        }
        // Neither the error nor its message goes with the status: both quote what others wrote.
        if error != nil { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }

    /// Whether a text is an id as services make them, and no part of the request.
    private static func isRequestID(_ text: String, to body: [UInt8]) -> Bool {
        let isName =
            text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        return isName && !String(decoding: body, as: UTF8.self).contains(text)
    }
}

extension Duration {
    /// As many as there are, up to some 292 years.
    fileprivate var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, hasOverflown) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !hasOverflown else { return seconds < 0 ? .min : .max }
        let (sum, isTooMuch) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isTooMuch ? .max : sum
    }

    fileprivate var wholeMilliseconds: Int64 { wholeNanoseconds / 1_000_000 }
}
