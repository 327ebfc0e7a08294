import AppSupport
import Foundation

/// Files that only their owner can read.
enum PrivateFile {
    /// The contents of a file, or `nil` if there is none.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput`` if it cannot be read, or if others may read it.
    static func read(at path: String) throws -> Data? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("\(path) cannot be opened")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw failure("\(path) cannot be examined") }
        guard facts.st_mode & 0o077 == 0 else {
            throw Problem(.inputOutput, "\(path) can be read by others; run chmod 600 on it")
        }
        return try handle.readToEnd() ?? Data()
    }

    /// Writes a new file beside the old one, brings it to the disk and puts it in the old one's place.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/inputOutput``; the old file is untouched then.
    static func replace(at path: String, with data: Data) throws {
        let temporary = "\(path).\(UUID().uuidString)"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("\(temporary) cannot be made") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        do {
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
        } catch {
            _ = unsafe unlink(temporary)
            throw Problem(.inputOutput, "\(temporary) cannot be written: \(error.localizedDescription)")
        }
        guard unsafe rename(temporary, path) == 0 else {
            let problem = failure("\(path) cannot be replaced")
            _ = unsafe unlink(temporary)
            throw problem
        }
    }

    private static func failure(_ text: String) -> Problem {
        Problem(.inputOutput, "\(text): \(unsafe String(cString: strerror(errno)))")
    }
}
