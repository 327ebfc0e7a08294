internal import Foundation
internal import HTTPTypes

/// A snapshot on its way in or out: a file that nobody but its owner can read, gone with the last use of this.
final class SnapshotFile: Sendable {
    /// More than two million users take.
    private static let greatestCount = 4 << 30
    private static let partCount = 1 << 18

    private let folder: URL

    /// Makes the folder; the file is not there yet.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "userpool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Where the file is, or is to be.
    var path: String { file.path }

    private var file: URL { folder.appending(path: "snapshot.sqlite") }

    /// How long the file is.
    func byteCount() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    /// Fills the file with the body of a request.
    ///
    /// - Throws: ``Problem`` with status 413 if it does not end, or what reading and writing throw.
    func write(from body: SiteRequest.BodyReader) async throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw Problem(.internalServerError, "internal", "There is no room for the snapshot.")
        }
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        var count = 0
        try await body { part in
            count += part.count
            guard count <= Self.greatestCount else {
                throw Problem(.contentTooLarge, "bodyTooLarge", "The body has more than \(Self.greatestCount) bytes.")
            }
            try handle.write(contentsOf: Data(part))
        }
    }

    /// The file, part by part; it stays until the last one is read.
    func parts() throws -> AsyncThrowingStream<[UInt8], any Error> {
        let handle = try FileHandle(forReadingFrom: file)
        return AsyncThrowingStream { [self] in
            let part = try handle.read(upToCount: Self.partCount).map(Array.init) ?? []
            guard part.isEmpty else { return part }
            // Only here is the folder not needed any more.
            return withExtendedLifetime(self) { nil }
        }
    }
}
