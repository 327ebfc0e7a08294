import AppSupport
import CognitoJWT
import Foundation

/// Standard input in pieces that fit into memory, whatever is sent.
///
/// The pieces are read as they arrive, so that a line is there as soon as it was written.
struct TokenInput {
    private let descriptor: CInt
    /// The longest token that a verifier looks at; of a longer one only so much is kept that it is known to be too long.
    private let longest = UnverifiedToken.maximumByteCount
    private var chunk = [UInt8](repeating: 0, count: 65_536)
    private var unread = 0..<0

    /// Reads from a file descriptor, by default standard input.
    init(descriptor: CInt = STDIN_FILENO) {
        self.descriptor = descriptor
    }

    /// The next line without its newline, `nil` at the end; a line that is too long for a token comes back cut short, but
    /// still too long.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput``.
    mutating func line() throws -> String? {
        var line: [UInt8] = []
        var hasBegun = false
        while true {
            if unread.isEmpty {
                guard try fill() else { return hasBegun ? String(decoding: line, as: UTF8.self) : nil }
            }
            hasBegun = true
            let newline = chunk[unread].firstIndex(of: UInt8(ascii: "\n"))
            line += chunk[unread.lowerBound..<(newline ?? unread.upperBound)].prefix(longest + 1 - line.count)
            unread = (newline.map { $0 + 1 } ?? unread.upperBound)..<unread.upperBound
            if newline != nil { return String(decoding: line, as: UTF8.self) }
        }
    }

    /// Everything, less one newline at its end; cut short like a line.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput``.
    mutating func token() throws -> String {
        var text: [UInt8] = []
        while text.count <= longest + 1, try fill() {
            text += chunk[unread].prefix(longest + 2 - text.count)
            unread = 0..<0
        }
        if text.last == UInt8(ascii: "\n") { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }

    /// Waits for more bytes; false at the end.
    private mutating func fill() throws -> Bool {
        while true {
            // SAFETY: the buffer is as long as its count says, and nobody keeps it.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                unread = 0..<count
                return count > 0
            }
            guard errno == EINTR else { throw Problem(.inputOutput, "standard input cannot be read") }
        }
    }
}
