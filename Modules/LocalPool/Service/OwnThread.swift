#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Threads for what blocks, so that it keeps nobody else waiting.
package enum OwnThread {
    /// Runs `body` on a thread of its own, which takes no signals: a pipe without a reader is an error there, and not the
    /// program's end.
    package static func run(_ body: @escaping @Sendable () -> Void) {
        let box = unsafe Unmanaged.passRetained(ThreadBody(run: body))
        var every = sigset_t()
        var before = sigset_t()
        var made = pthread_t()
        // SAFETY: the sets outlive the calls; the new thread inherits the mask, and takes the box over exactly once.
        unsafe sigfillset(&every)
        unsafe pthread_sigmask(SIG_SETMASK, &every, &before)
        let failure = unsafe pthread_create(&made, nil, threadMain, box.toOpaque())
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        if failure == 0 {
            pthread_detach(made)
        } else {
            // Without a thread it is done here: late is better than never.
            unsafe box.takeRetainedValue().run()
        }
    }
}

/// What a thread runs.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}

// SAFETY: `context` is the retained box of `run`, handed over to this one call.
private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
