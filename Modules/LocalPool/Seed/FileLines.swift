#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The lines of a file, which is mapped rather than read, however large it is.
struct FileLines: AsyncSequence, Sendable {
    private let data: Data

    /// Maps a file.
    ///
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/unusableFile``.
    init(_ path: String) throws(LocalPoolError) {
        do {
            data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw LocalPoolError(.unusableFile, "\(path) cannot be read")
        }
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var rest: Data

        mutating func next() async throws -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            defer { rest = rest[end...].dropFirst() }
            let line = rest[..<end]
            return Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(rest: data)
    }
}
