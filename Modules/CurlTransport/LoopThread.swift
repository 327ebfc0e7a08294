internal import HTTPTransport
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// One POSIX thread that runs one function; it takes no signals, so that neither SIGPIPE nor the program's own end there.
final class LoopThread: Sendable {
    private let id = Mutex<pthread_t?>(nil)

    /// Starts the thread.
    ///
    /// - Parameter body: What it runs; kept until it returns.
    /// - Throws: ``TransportError`` with ``TransportError/Code/outOfResources``.
    func start(_ body: @escaping @Sendable () -> Void) throws(TransportError) {
        let box = unsafe Unmanaged.passRetained(Body(run: body))
        var every = sigset_t()
        var before = sigset_t()
        var made = pthread_t()
        // SAFETY: the sets outlive the calls; the new thread inherits the mask, and takes the box over exactly once.
        unsafe sigfillset(&every)
        unsafe pthread_sigmask(SIG_SETMASK, &every, &before)
        let failure = unsafe pthread_create(&made, nil, loopThreadMain, box.toOpaque())
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        guard failure == 0 else {
            unsafe box.release()
            throw TransportError(.outOfResources, "no thread for the loop", mayHaveReachedServer: false)
        }
        id.withLock { $0 = made }
    }

    /// Waits for the thread to end; to call it again does nothing.
    ///
    /// Called on the thread itself, it lets it go.
    func join() {
        let taken = id.withLock { id in
            defer { id = nil }
            return id
        }
        guard let taken else { return }
        if pthread_equal(taken, pthread_self()) != 0 {
            pthread_detach(taken)
        } else {
            pthread_join(taken, nil)
        }
    }
}

/// What the thread runs.
private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}

// SAFETY: `context` is the retained box of `start`, handed over to this one call.
private func loopThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
