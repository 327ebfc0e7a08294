import CognitoClient
import CoreMetrics
import InMemoryLogging
import InMemoryTracing
import Logging
import MetricsTestKit
import Tracing

/// Keeps all that a client tells of itself, as text.
struct Recorder {
    let metrics = TestMetrics()
    let tracer = InMemoryTracer()
    private let logs: InMemoryLogHandler = {
        var handler = InMemoryLogHandler()
        handler.logLevel = .debug
        return handler
    }()

    var observation: ClientObservation {
        ClientObservation(logger: Logger(label: "test") { _ in logs }, metrics: metrics, tracer: tracer)
    }

    /// `label key=value…: total`, sorted.
    var counters: [String] {
        metrics.counters.map { "\($0.label) \(Self.text($0.dimensions)): \($0.totalValue)" }.sorted()
    }

    /// `label key=value…: values in nanoseconds`, sorted.
    var timers: [String] {
        metrics.timers.map { "\($0.label) \(Self.text($0.dimensions)): \($0.values)" }.sorted()
    }

    /// `level message key=value…`, as they came.
    var lines: [String] {
        logs.entries.map { entry in
            let pairs = entry.metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let error = entry.error.map { " error: \($0)" } ?? ""
            return "\(entry.level) \(entry.message): \(pairs.joined(separator: " "))\(error)"
        }
    }

    var spans: [RecordedSpan] { tracer.finishedSpans.map { RecordedSpan($0) } }

    /// Every word that anybody may read.
    var everything: String {
        let recorders = metrics.recorders.map { "\($0.label) \(Self.text($0.dimensions))" }
        return (counters + timers + recorders + lines + spans.map(\.everything)).joined(separator: "\n")
    }

    private static func text(_ dimensions: [(String, String)]) -> String {
        dimensions.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }
}

/// A span that has ended.
struct RecordedSpan {
    let name: String
    let kind: SpanKind
    let attributes: [String: String]
    /// The name of each event and its attributes.
    let events: [String]
    let hasFailed: Bool
    let everything: String

    init(_ span: FinishedInMemorySpan) {
        (name, kind, attributes) = (span.operationName, span.kind, Self.texts(span.attributes))
        events = span.events.map { event in
            let pairs = Self.texts(event.attributes).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(event.name) \(pairs.joined(separator: " "))"
        }
        hasFailed = span.status?.code == .error
        let errors = span.errors.map { "\($0.error) \(Self.texts($0.attributes))" }
        everything = "\(name) \(attributes) \(events) \(errors) \(span.status?.message ?? "") \(span.links)"
    }

    private static func texts(_ attributes: SpanAttributes) -> [String: String] {
        var texts: [String: String] = [:]
        // swift-format-ignore: ReplaceForEachWithForLoop
        attributes.forEach { key, value in
            texts[key] =
                switch value {
                case .string(let text): text
                case .int64(let number): "\(number)"
                default: "\(value)"
                }
        }
        return texts
    }
}
