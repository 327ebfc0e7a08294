internal import HTTPTransport

/// The reader's side of one transfer whose body is taken as it comes; when it goes, the transfer ends.
final class CurlStream: Sendable {
    /// Keeps the loop running.
    private let transport: CurlTransport
    private let loop: CurlLoop
    private let id: UInt64
    private let pipe: BodyPipe

    init(of transport: CurlTransport, loop: CurlLoop, id: UInt64, pipe: BodyPipe) {
        (self.transport, self.loop, self.id, self.pipe) = (transport, loop, id, pipe)
    }

    deinit {
        if pipe.isOpen { loop.drop(id) }
    }

    /// Waits for the next piece of the body.
    func next() async throws(TransportError) -> [UInt8]? {
        try await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                if pipe.take(for: reader) { loop.resume(id) }
            }
        } onCancel: {
            pipe.finish(TransportError(.cancelled, "cancelled", mayHaveReachedServer: true))
            loop.drop(id)
        }.get()
    }
}
