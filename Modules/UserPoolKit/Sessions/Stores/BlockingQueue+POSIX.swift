internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Runs what blocks, one job after the other, on a thread of its own that is there only while there are jobs.
///
/// Disks and locks must not hold the threads that all tasks share.
final class BlockingQueue: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var hasThread = false
    }

    private let state = Mutex(State())

    /// Runs `body` on the queue's thread and waits for it without blocking.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(UserPoolError) -> Value
    ) async throws(UserPoolError) -> Value {
        let result: Result<Value, UserPoolError> = await withCheckedContinuation { waiter in
            add {
                do throws(UserPoolError) {
                    waiter.resume(returning: .success(try body()))
                } catch {
                    waiter.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private func add(_ job: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            state.jobs.append(job)
            defer { state.hasThread = true }
            return !state.hasThread
        }
        if needsThread { startThread() }
    }

    /// Runs jobs until there are none.
    fileprivate func drain() {
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                state.hasThread = !state.jobs.isEmpty
                return state.jobs
            }
            guard !jobs.isEmpty else { return }
            for job in jobs { job() }
        }
    }

    /// Starts a thread that takes no signals: those are the program's business.
    private func startThread() {
        let queue = unsafe Unmanaged.passRetained(self)
        var every = sigset_t()
        var before = sigset_t()
        var made = pthread_t()
        // SAFETY: the sets outlive the calls; the new thread inherits the mask, and takes the queue over exactly once.
        unsafe sigfillset(&every)
        unsafe pthread_sigmask(SIG_SETMASK, &every, &before)
        let failure = unsafe pthread_create(&made, nil, threadMain, queue.toOpaque())
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        if failure == 0 {
            pthread_detach(made)
        } else {
            // Without a thread it is done here: late is better than never.
            unsafe queue.takeRetainedValue().drain()
        }
    }
}

// SAFETY: `context` is the retained queue, handed over to this one call.
private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<BlockingQueue>.fromOpaque(context).takeRetainedValue().drain()
    return nil
}
