#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A folder that only its owner may look into, and small files in it that are replaced as a whole.
///
/// Everything is opened relative to the folder, which was examined before, and never through a link. A file that others
/// may read or write, that is linked, or that somebody else owns is refused: who could change it could sign in as
/// somebody else, and who can read it has the tokens. All calls block.
struct PrivateFolder: Sendable {
    /// The longest file that is read.
    static let maximumByteCount = 1 << 20

    /// The path, without slashes at the end: with one the system would follow a link.
    let path: String

    init(path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The contents of a file; `nil` if there is none, or no folder.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    func read(_ name: String) throws(UserPoolError) -> [UInt8]? {
        guard let folder = try openFolder() else { return nil }
        return try read(name, in: folder)
    }

    /// Runs `body` while no other process and no other thread runs one under the same lock.
    ///
    /// The folder is made if it is not there.
    ///
    /// - Parameters:
    ///   - lock: The name of the lock's file, which stays.
    ///   - patience: How long to wait for somebody else.
    ///   - body: What to do; the folder that it is given is the one that was examined.
    /// - Returns: What `body` returns.
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``, or what `body` throws.
    func withLock<Result>(
        _ lock: String,
        patience: Duration,
        _ body: (borrowing Descriptor) throws(UserPoolError) -> Result
    ) throws(UserPoolError) -> Result {
        guard let folder = try openFolder(makingIt: true) else { throw failure("", "cannot be made", ENOENT) }
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        guard let file = try open(lock, in: folder, flags) else { throw failure(lock, "cannot be made", ENOENT) }
        _ = try examine(file, lock)
        let deadline = ContinuousClock.now + patience
        while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
            let number = errno
            guard number == EWOULDBLOCK || number == EINTR, ContinuousClock.now < deadline else {
                throw failure(lock, "cannot be locked", number)
            }
            usleep(5000)
        }
        // The lock goes when the descriptor is closed, whatever happens; so it cannot outlive its process.
        return try body(folder)
    }

    /// The contents of a file in a folder that was examined; `nil` if there is none.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    func read(_ name: String, in folder: borrowing Descriptor) throws(UserPoolError) -> [UInt8]? {
        // Without O_NONBLOCK a pipe of that name would hold the thread for good.
        guard let file = try open(name, in: folder, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) else { return nil }
        let byteCount = try examine(file, name)
        guard byteCount <= Self.maximumByteCount else {
            throw UserPoolError(.storeFailed, "\(path)/\(name) is too long to be a session")
        }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var filled = 0
        while filled < byteCount {
            // SAFETY: `read` writes at most as many bytes as there are behind `filled`.
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                Self.repeated { [number = file.number] in
                    unsafe sysRead(number, buffer.baseAddress?.advanced(by: filled), byteCount - filled)
                }
            }
            guard got >= 0 else { throw failure(name, "cannot be read", errno) }
            guard got > 0 else { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    /// Puts a new file in the place of the old one; the caller holds the lock.
    ///
    /// The new one is on the disk before it has the name, and the name before the call returns. After a crash at any
    /// moment there is the old file or the new one; half a file has another name, and goes with the next call.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``; the old file is there then.
    func replace(_ name: String, with bytes: [UInt8], in folder: borrowing Descriptor) throws(UserPoolError) {
        let temporary = ".\(name).new"
        // Whoever left this file died: the lock says that nobody writes it now.
        try remove(temporary, in: folder)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        guard let file = try open(temporary, in: folder, flags) else {
            throw failure(temporary, "cannot be made", ENOENT)
        }
        do throws(UserPoolError) {
            try write(bytes, to: file, temporary)
            guard Self.repeated({ Int(fsync(file.number)) }) == 0 else {
                throw failure(temporary, "cannot be brought to the disk", errno)
            }
            guard unsafe renameat(folder.number, temporary, folder.number, name) == 0 else {
                throw failure(name, "cannot be replaced", errno)
            }
        } catch {
            _ = unsafe unlinkat(folder.number, temporary, 0)
            throw error
        }
        try settle(folder)
    }

    /// Removes a file, if it is there; the caller holds the lock.
    ///
    /// - Throws: ``UserPoolError`` with ``UserPoolError/Code/storeFailed``.
    func remove(_ name: String, in folder: borrowing Descriptor) throws(UserPoolError) {
        guard unsafe unlinkat(folder.number, name, 0) == 0 else {
            guard errno == ENOENT else { throw failure(name, "cannot be removed", errno) }
            return
        }
        try settle(folder)
    }

    // MARK: The folder

    /// Opens the folder and examines it; `nil` if it is not there and not to be made.
    private func openFolder(makingIt: Bool = false) throws(UserPoolError) -> Descriptor? {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var number = Self.repeated { Int(sysOpen(path, flags)) }
        if number < 0, errno == ENOENT {
            guard makingIt else { return nil }
            try make()
            number = Self.repeated { Int(sysOpen(path, flags)) }
        }
        guard number >= 0 else { throw failure("", "cannot be opened, or is a link and no folder", errno) }
        let folder = Descriptor(number: CInt(truncatingIfNeeded: number))
        var facts = stat()
        guard unsafe fstat(folder.number, &facts) == 0 else { throw failure("", "cannot be examined", errno) }
        guard facts.st_uid == geteuid() else {
            throw UserPoolError(.storeFailed, "\(path) belongs to somebody else")
        }
        guard facts.st_mode & 0o077 == 0 else {
            throw UserPoolError(.storeFailed, "\(path) is open to others; run chmod 700 on it")
        }
        return folder
    }

    /// Makes the folder and those above it, for the owner alone (XDG Base Directory Specification).
    private func make() throws(UserPoolError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made == "/" ? "" : "/") + part
            guard unsafe mkdir(made, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
                throw failure("", "cannot be made", errno)
            }
        }
    }

    /// Brings the names in the folder to the disk.
    private func settle(_ folder: borrowing Descriptor) throws(UserPoolError) {
        guard fsync(folder.number) == 0 || errno == EINTR || errno == EINVAL else {
            throw failure("", "cannot be brought to the disk", errno)
        }
    }

    // MARK: Files

    /// Opens a file, made for its owner alone if the flags say so; `nil` if there is none.
    private func open(
        _ name: String,
        in folder: borrowing Descriptor,
        _ flags: CInt
    ) throws(UserPoolError) -> Descriptor? {
        let number = Self.repeated { [folder = folder.number] in Int(sysOpenAt(folder, name, flags)) }
        guard number >= 0 else {
            if errno == ENOENT, flags & O_CREAT == 0 { return nil }
            throw failure(name, errno == ELOOP ? "is a link" : "cannot be opened", errno)
        }
        return Descriptor(number: CInt(truncatingIfNeeded: number))
    }

    /// Refuses a file that is not its owner's alone.
    ///
    /// - Returns: Its length in bytes.
    private func examine(_ file: borrowing Descriptor, _ name: String) throws(UserPoolError) -> Int {
        var facts = stat()
        guard unsafe fstat(file.number, &facts) == 0 else { throw failure(name, "cannot be examined", errno) }
        let refusal: String? =
            if facts.st_mode & S_IFMT != S_IFREG {
                "is no file"
            } else if facts.st_uid != geteuid() {
                "belongs to somebody else"
            } else if facts.st_mode & 0o077 != 0 {
                "is open to others; run chmod 600 on it"
            } else if facts.st_nlink > 1 {
                "has another name too (a hard link); remove one of them"
            } else {
                nil
            }
        if let refusal { throw UserPoolError(.storeFailed, "\(path)/\(name) \(refusal)") }
        return Int(facts.st_size)
    }

    private func write(
        _ bytes: [UInt8],
        to file: borrowing Descriptor,
        _ name: String
    ) throws(UserPoolError) {
        var written = 0
        while written < bytes.count {
            // SAFETY: `write` reads at most as many bytes as there are behind `written`.
            let put = unsafe bytes.withUnsafeBytes { buffer in
                Self.repeated { [number = file.number] in
                    unsafe sysWrite(number, buffer.baseAddress?.advanced(by: written), bytes.count - written)
                }
            }
            guard put > 0 else { throw failure(name, "cannot be written", errno) }
            written += put
        }
    }

    /// Calls until it is not a signal that ended the call.
    private static func repeated(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            guard result < 0, errno == EINTR else { return result }
        }
    }

    private func failure(_ name: String, _ text: String, _ number: CInt) -> UserPoolError {
        let place = name.isEmpty ? path : "\(path)/\(name)"
        return UserPoolError(.storeFailed, "\(place) \(text): \(unsafe String(cString: strerror(number)))")
    }
}

/// Sole owner of one file descriptor, closed when it goes.
struct Descriptor: ~Copyable {
    let number: CInt

    deinit { _ = close(number) }
}

// The system's calls under names that a method of the folder does not hide.

private func sysRead(_ file: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe buffer.map { unsafe read(file, $0, count) } ?? 0
}

private func sysWrite(_ file: CInt, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe buffer.map { unsafe write(file, $0, count) } ?? 0
}

private func sysOpen(_ path: String, _ flags: CInt) -> CInt {
    unsafe open(path, flags)
}

private func sysOpenAt(_ folder: CInt, _ name: String, _ flags: CInt) -> CInt {
    unsafe openat(folder, name, flags, 0o600)
}
