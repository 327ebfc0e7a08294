internal import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The system's side of a ``ChildProcess``: its id and our ends of its pipes.
struct POSIXProcess: Sendable {
    /// What came through the pipes.
    struct Streams {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var isWhole = true
    }

    private static let greatestOutput = 1 << 20
    private static let greatestErrors = 4096

    private let id: pid_t
    private let input: CInt
    private let output: CInt
    private let errors: CInt
    private let isKilled = Killed()

    /// Whether it was told to end.
    private final class Killed: Sendable {
        let value = Atomic(false)
    }

    /// Held from the making of pipes to the start of the program, so that no other program of ours gets hold of them.
    private static let starting = Mutex(())

    /// Starts a program in a group of its own, with three pipes, no other file, no blocked signal, and `PATH` alone of
    /// the environment.
    init(arguments: [String]) throws(TriggerFailure) {
        let started = Self.starting.withLock { _ in Self.start(arguments) }
        guard let started else { throw TriggerFailure(.notInvoked, "the program cannot be started") }
        (id, input, output, errors) = started
        for file in [input, output, errors] { _ = fcntl(file, F_SETFL, O_NONBLOCK) }
    }

    private static func start(_ arguments: [String]) -> (id: pid_t, input: CInt, output: CInt, errors: CInt)? {
        var pipes: [(read: CInt, write: CInt)] = []
        while pipes.count < 3, let pipe = makePipe() { pipes.append(pipe) }
        var isStarted = false
        defer {
            for (index, pipe) in pipes.enumerated() {
                let (theirs, ours) = index == 0 ? (pipe.read, pipe.write) : (pipe.write, pipe.read)
                shut(theirs)
                if !isStarted { shut(ours) }
            }
        }
        guard pipes.count == 3,
            let id = spawn(arguments, input: pipes[0].read, output: pipes[1].write, errors: pipes[2].write)
        else { return nil }
        isStarted = true
        return (id, pipes[0].write, pipes[1].read, pipes[2].read)
    }

    /// Ends it and its group.
    func end() {
        isKilled.value.store(true, ordering: .relaxed)
        _ = kill(-id, SIGKILL)
    }

    /// Writes the input and reads until both outputs end, or one is too long, or the program was told to end.
    func exchange(_ bytes: [UInt8]) -> Streams {
        var streams = Streams()
        var rest = bytes[...]
        var files = [
            pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
        ]
        while files[1].fd >= 0 || files[2].fd >= 0, streams.isWhole {
            // Whoever left the group may keep a pipe open for ever: so it looks up now and then.
            _ = unsafe poll(&files, nfds_t(files.count), 100)
            if isKilled.value.load(ordering: .relaxed) { break }
            if files[0].revents != 0 {
                let isOver = Self.feed(&rest, to: files[0].fd)
                if isOver { Self.shut(&files[0]) }
            }
            if files[1].revents != 0, Self.drain(files[1].fd, into: &streams.output) { Self.shut(&files[1]) }
            if files[2].revents != 0, Self.drain(files[2].fd, into: &streams.errors) { Self.shut(&files[2]) }
            streams.isWhole = streams.output.count <= Self.greatestOutput
            streams.errors.removeFirst(max(0, streams.errors.count - Self.greatestErrors))
        }
        for index in files.indices { Self.shut(&files[index]) }
        return streams
    }

    /// Waits until it has ended, and leaves its id to it.
    func waitForEnd() {
        var info = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    }

    /// Gives its id back to the system.
    ///
    /// - Returns: Its exit status, or 128 and the number of the signal that ended it.
    func reap() -> Int32 {
        var status: Int32 = 0
        _ = unsafe waitpid(id, &status, 0)
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}

extension POSIXProcess {
    private static func spawn(_ arguments: [String], input: CInt, output: CInt, errors: CInt) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        var none = sigset_t()
        var every = sigset_t()
        // SAFETY: all four outlive the call that reads them, and are released after it.
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        unsafe sigemptyset(&none)
        unsafe sigfillset(&every)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // Not everything that is open here says of itself that it is closed in a program.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for file in files.compactMap({ CInt($0) }) where file > 2 {
            unsafe posix_spawn_file_actions_addclose(&actions, file)
        }
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &every)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var path = "PATH=/usr/local/bin:/usr/bin:/bin"
        if let known = unsafe getenv("PATH") { path = "PATH=" + (unsafe String(cString: known)) }
        return unsafe withTexts(arguments) { argv in
            unsafe withTexts([path]) { environment in
                guard let program = unsafe argv.first ?? nil, let argv = argv.baseAddress,
                    let environment = environment.baseAddress
                else { return nil }
                var id: pid_t = 0
                let failure = unsafe posix_spawnp(
                    &id,
                    program,
                    &actions,
                    &attributes,
                    argv,
                    environment
                )
                return failure == 0 ? id : nil
            }
        }
    }

    /// Lends texts as C has them, with a null at the end.
    private static func withTexts<Result>(
        _ texts: [String],
        _ body: (UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        // SAFETY: the copies live until `body` is over.
        var copies = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
        return unsafe copies.withUnsafeMutableBufferPointer { unsafe body($0) }
    }

    private static func makePipe() -> (read: CInt, write: CInt)? {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Writes what the pipe takes; whether there is nothing more to do.
    private static func feed(_ bytes: inout ArraySlice<UInt8>, to file: CInt) -> Bool {
        let count = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        if count < 0 { return errno != EAGAIN && errno != EINTR }
        bytes = bytes.dropFirst(count)
        return bytes.isEmpty
    }

    /// Reads what is there; whether the pipe has come to its end.
    private static func drain(_ file: CInt, into bytes: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
        if count < 0 { return errno != EAGAIN && errno != EINTR }
        bytes += chunk.prefix(count)
        return count == 0
    }

    private static func shut(_ file: inout pollfd) {
        guard file.fd >= 0 else { return }
        shut(file.fd)
        file.fd = -1
    }

    private static func shut(_ files: CInt...) {
        for file in files { _ = close(file) }
    }
}
