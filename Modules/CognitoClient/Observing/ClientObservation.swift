public import CoreMetrics
public import Logging
public import Tracing

/// Where a client tells what it does: one span, two metrics and a few lines for each call.
///
/// - **Trace.** A span of the kind `client` with the operation's name and the attributes `rpc.system` (`aws-api`),
///   `rpc.service`, `rpc.method`, `rpc.attempt_count`, `http.response.status_code`, `aws.request_id`, and after a failure
///   `error.type` and, if it is the service's, `aws.error_code`. Each retry is an event of it. The tracer's `traceparent` and
///   `tracestate` go out with the request.
/// - **Metrics.** The counter `cognito_client_calls` and the timer `cognito_client_call_duration`, by `operation` and
///   `outcome`; the counter `cognito_client_retries`, by `operation` and `reason`.
/// - **Logs.** The level `debug`: each retry, and the end of each call.
///
/// An outcome is `ok`, an error code of the service's model, or the name of a ``CognitoClientError/Code`` or of a
/// transport's code: a closed set of words. Nothing else of a request or of an answer is told, neither a name nor a message
/// nor an address, and a request id only if it looks like one and is not part of what was sent.
public struct ClientObservation: Sendable {
    /// Takes the log lines; silent unless it is replaced.
    public var logger: Logger
    /// Makes the metrics; `nil` for the one that the process was bootstrapped with.
    public var metrics: (any MetricsFactory)?
    /// Makes the spans; `nil` for the one that the process was bootstrapped with.
    public var tracer: (any Tracer)?

    /// Takes all three; by default no lines, and the metrics and traces of the process.
    public init(
        logger: Logger = Logger(label: "CognitoClient") { _ in SwiftLogNoOpLogHandler() },
        metrics: (any MetricsFactory)? = nil,
        tracer: (any Tracer)? = nil
    ) {
        self.logger = logger
        self.metrics = metrics
        self.tracer = tracer
    }

    /// Where metrics go.
    package var currentMetrics: any MetricsFactory { metrics ?? MetricsSystem.factory }
    /// Where spans go.
    package var currentTracer: any Tracer { tracer ?? InstrumentationSystem.tracer }
}
