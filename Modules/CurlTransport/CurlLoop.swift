internal import HTTPTransport
internal import Synchronization

/// The loop thread, and the queue in front of it.
///
/// Only the thread touches transfers; callers reach it through the queue and wake it.
final class CurlLoop: Sendable {
    /// How an outcome reaches who waits for it.
    private enum Reply: Sendable {
        case whole(CheckedContinuation<Result<TransportResponse, TransportError>, Never>)
        case stream(BodyPipe)

        func end(_ result: Result<TransportResponse, TransportError>) {
            switch (self, result) {
            case (.whole(let waiter), _): waiter.resume(returning: result)
            case (.stream(let pipe), .success): pipe.finish(nil)
            case (.stream(let pipe), .failure(let error)): pipe.finish(error)
            }
        }

        var pipe: BodyPipe? {
            if case .stream(let pipe) = self { pipe } else { nil }
        }
    }

    private typealias Queue = TransferQueue<Reply, CheckedContinuation<Void, Never>>

    /// One request under way, and who waits for it.
    private struct Active {
        let transfer: CurlTransfer
        let reply: Reply
    }

    private let configuration: CurlTransport.Configuration
    private let multi: CurlMulti
    private let queue = Mutex(Queue())
    private let thread = LoopThread()

    init(configuration: CurlTransport.Configuration) throws(TransportError) {
        self.configuration = configuration
        multi = try CurlMulti(configuration: configuration)
    }

    /// Starts the thread, which keeps the loop alive until it ends.
    func start() throws(TransportError) {
        try thread.start { self.run() }
    }

    func send(_ request: TransportRequest) async -> Result<TransportResponse, TransportError> {
        await exchange { id in
            await withCheckedContinuation { submit(Queue.Submission(id: id, request: request, reply: .whole($0))) }
        }
    }

    /// Sends a request, and waits for the head of its response; the body comes through the pipe.
    func open(
        _ request: TransportRequest
    ) async -> Result<(head: ResponseHead, id: UInt64, pipe: BodyPipe), TransportError> {
        let pipe = BodyPipe()
        return await exchange { id in
            await withCheckedContinuation { reader in
                pipe.wait(forHead: reader)
                submit(Queue.Submission(id: id, request: request, reply: .stream(pipe)))
            }.map { ($0, id, pipe) }
        }
    }

    /// Goes on with a transfer that waited for room.
    func resume(_ id: UInt64) {
        queue.withLock { $0.resume(id) }
        multi.wake()
    }

    /// Ends a transfer whose body nobody takes any more.
    func drop(_ id: UInt64) {
        queue.withLock { $0.drop(id) }
        multi.wake()
    }

    func close() async {
        queue.withLock { $0.close() }
        multi.wake()
        await withCheckedContinuation { waiter in
            if !queue.withLock({ $0.wait(waiter) }) { waiter.resume() }
        }
    }

    /// Blocks for as long as it takes to drop what is under way; no answer is waited for.
    func closeAndJoin() {
        queue.withLock { $0.close() }
        multi.wake()
        thread.join()
    }

    /// Waits for what `body` waits for, or for the caller's cancellation.
    private func exchange<Answer: Sendable>(_ body: (_ id: UInt64) async -> Answer) async -> Answer {
        let id = queue.withLock { $0.makeID() }
        defer { queue.withLock { $0.forget(id) } }
        return await withTaskCancellationHandler {
            await body(id)
        } onCancel: {
            queue.withLock { $0.cancel(id) }
            multi.wake()
        }
    }

    private func submit(_ submission: Queue.Submission) {
        if let refusal = queue.withLock({ $0.submit(submission) }) {
            submission.reply.end(.failure(refusal))
        } else {
            multi.wake()
        }
    }

    private func run() {
        var active: [UInt64: Active] = [:]
        while true {
            let work = queue.withLock { $0.takeWork() }
            for submission in work.submissions { begin(submission, in: &active) }
            for id in work.cancelled {
                end(id, in: &active, .cancelled, "cancelled")
            }
            if work.isClosing { break }
            for id in work.resumed { active[id]?.transfer.resume() }
            if !multi.perform() {
                for id in active.keys { end(id, in: &active, .outOfResources, "the loop cannot go on") }
            }
            while let (id, outcome) = multi.nextFinished() {
                guard let done = active.removeValue(forKey: id) else { continue }
                let result = done.transfer.result(outcome)
                multi.remove(done.transfer)
                done.reply.end(result)
            }
            multi.poll()
        }
        for id in active.keys { end(id, in: &active, .shutDown, "the transport was shut down") }
        multi.close()
        for waiter in queue.withLock({ $0.finish() }) { waiter.resume() }
    }

    private func begin(_ submission: Queue.Submission, in active: inout [UInt64: Active]) {
        do throws(TransportError) {
            let transfer = try CurlTransfer(
                id: submission.id,
                request: submission.request,
                configuration: configuration,
                pipe: submission.reply.pipe
            )
            try multi.add(transfer)
            active[submission.id] = Active(transfer: transfer, reply: submission.reply)
        } catch {
            submission.reply.end(.failure(error))
        }
    }

    /// Takes a request off the loop, handle and all, and says why.
    private func end(
        _ id: UInt64,
        in active: inout [UInt64: Active],
        _ code: TransportError.Code,
        _ message: String
    ) {
        guard let ended = active.removeValue(forKey: id) else { return }
        multi.remove(ended.transfer)
        let error = TransportError(code, message, mayHaveReachedServer: ended.transfer.mayHaveReachedServer)
        ended.reply.end(.failure(error))
    }
}
