import AppSupport
import Foundation

/// Where results go, and nothing else.
enum StandardOutput {
    /// Writes at once; nothing stays in a buffer.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput`` if it cannot be written.
    static func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw Problem(.inputOutput, "standard output cannot be written: \(error.localizedDescription)")
        }
    }

    /// Writes a line at once.
    ///
    /// - Throws: As ``write(_:)``.
    static func write(line: String) throws {
        try write(Array((line + "\n").utf8))
    }
}
