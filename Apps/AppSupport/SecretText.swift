public import ByteCoding
public import Foundation

/// A secret as people keep it: one line in a file or on standard input.
public enum SecretText {
    /// Reads a file, less one newline at its end.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput`` if it cannot be read, is empty, or is longer than 64 KiB.
    public static func read(path: String) throws -> SecretBytes {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Problem(.inputOutput, "\(path) cannot be opened")
        }
        return try read(handle, named: path)
    }

    /// Reads a handle to its end, less one newline at its end.
    ///
    /// - Throws: As ``read(path:)``.
    public static func read(_ handle: FileHandle, named name: String) throws -> SecretBytes {
        let limit = 65_536
        guard var data = try? handle.read(upToCount: limit + 1), data.count <= limit else {
            throw Problem(.inputOutput, "\(name) is empty, too long or cannot be read")
        }
        if data.last == UInt8(ascii: "\n") { data.removeLast() }
        if data.last == UInt8(ascii: "\r") { data.removeLast() }
        guard !data.isEmpty else { throw Problem(.inputOutput, "\(name) is empty") }
        return SecretBytes(Array(data))
    }

    /// The secret as text, for something that is JSON or prose; from here on nobody wipes it.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/malformedRequest`` if it is no UTF-8.
    public static func text(_ secret: SecretBytes) throws -> String {
        let bytes = secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(.malformedRequest, "what was given is no UTF-8 text")
        }
        return text
    }
}
