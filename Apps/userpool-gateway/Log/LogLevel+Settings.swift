import AppSupport
import Logging

extension Logger.Level {
    /// Reads `log.level`, which is `info` unless it is set; a fault is left with the reader.
    init(reading reader: inout SettingsReader) async {
        let levels = Self.allCases.map(\.rawValue).joined(separator: ", ")
        self = await reader.value(.logLevel, expected: "one of \(levels)") { Self(rawValue: $0) } ?? .info
    }
}
