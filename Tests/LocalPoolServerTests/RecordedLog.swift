import Logging
import Synchronization

/// What was logged, by level.
final class RecordedLog: Sendable {
    private let recorded = Mutex<[Logger.Level]>([])

    var levels: [Logger.Level] { recorded.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.recorded.withLock { $0.append(event.level) }
        }
    }
}
