import Foundation
import Logging
import Synchronization

/// Writes each log line as one JSON object: time, level, message, and the metadata as members beside them.
struct JSONLinesLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    var metadataProvider: Logger.MetadataProvider?

    private let write: @Sendable (String) -> Void

    /// Makes a handler that gives each line, without its newline, to `write`.
    init(level: Logger.Level, write: @escaping @Sendable (String) -> Void = Self.writeToStandardError) {
        logLevel = level
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, later in later } }
        if let given = event.metadata { all.merge(given) { _, later in later } }
        var line = all.mapValues(LogValue.init)
        line["time"] = .text(Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        line["level"] = .text(event.level.rawValue)
        line["message"] = .text("\(event.message)")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(line) else { return }
        write(String(decoding: bytes, as: UTF8.self))
    }

    private static let standardError = Mutex(FileHandle.standardError)

    private static func writeToStandardError(_ line: String) {
        // Whole lines, one after another, whatever thread they come from; where nobody reads them they are lost.
        standardError.withLock { handle in try? handle.write(contentsOf: Data("\(line)\n".utf8)) }
    }
}

/// Metadata as JSON: whole numbers stay numbers, everything else is text, lists and dictionaries keep their shape.
private enum LogValue: Encodable {
    case text(String)
    case number(Int64)
    case list([LogValue])
    case members([String: LogValue])

    init(_ value: Logger.Metadata.Value) {
        switch value {
        case .stringConvertible(let number as Int): self = .number(Int64(number))
        case .stringConvertible(let number as Int64): self = .number(number)
        case .array(let values): self = .list(values.map(LogValue.init))
        case .dictionary(let values): self = .members(values.mapValues(LogValue.init))
        default: self = .text("\(value)")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .list(let values): try container.encode(values)
        case .members(let members): try container.encode(members)
        }
    }
}
