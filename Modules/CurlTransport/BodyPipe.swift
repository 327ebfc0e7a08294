internal import HTTPTransport
internal import Synchronization

/// What lies between the loop thread, which fills it, and one reader, who empties it; knows neither lock nor thread.
///
/// The last word is spoken once: after ``finish(_:)`` nothing is taken any more, and the reader gets what is left.
struct PipeState<HeadReader, Reader> {
    /// How many bytes may wait; a piece that begins below that is taken whole.
    static var capacity: Int { 64 << 10 }

    private enum End {
        case open
        case whole
        case failed(TransportError)
    }

    private var bytes: [UInt8] = []
    private var isPaused = false
    private var end = End.open
    private var headReader: HeadReader?
    private var reader: Reader?

    /// Whether the exchange goes on.
    var isOpen: Bool {
        if case .open = end { true } else { false }
    }

    mutating func wait(forHead headReader: HeadReader) {
        self.headReader = headReader
    }

    /// The head has come: returns who waits for it, once.
    mutating func takeHeadReader() -> HeadReader? {
        defer { headReader = nil }
        return headReader
    }

    /// Whether there is room; if not, ``take(for:)`` says when there is again.
    mutating func hasRoom() -> Bool {
        isPaused = isOpen && bytes.count >= Self.capacity
        return !isPaused
    }

    /// Some bytes have come: returns who waits for them, and otherwise keeps them.
    mutating func put(_ new: [UInt8]) -> Reader? {
        guard isOpen else { return nil }
        guard let waiting = reader else {
            bytes += new
            return nil
        }
        reader = nil
        return waiting
    }

    /// What a reader gets at once.
    enum Taken {
        case bytes([UInt8], resumes: Bool)
        case end
        case failure(TransportError)
        /// Nothing; it is told later.
        case nothing
    }

    /// Takes everything that is there.
    mutating func take(for reader: Reader) -> Taken {
        if !bytes.isEmpty {
            defer { (bytes, isPaused) = ([], false) }
            return .bytes(bytes, resumes: isPaused)
        }
        switch end {
        case .whole: return .end
        case .failed(let error): return .failure(error)
        case .open where self.reader != nil:
            return .failure(TransportError(.invalidRequest, "two tasks read one body", mayHaveReachedServer: true))
        case .open:
            self.reader = reader
            return .nothing
        }
    }

    /// The exchange is over: returns who waits.
    mutating func finish(_ error: TransportError?) -> (headReader: HeadReader?, reader: Reader?) {
        guard isOpen else { return (nil, nil) }
        end = error.map { .failed($0) } ?? .whole
        defer { (headReader, reader) = (nil, nil) }
        return (headReader, reader)
    }
}

/// The pipe of one transfer, with those who wait at its end.
final class BodyPipe: Sendable {
    typealias HeadReader = CheckedContinuation<Result<ResponseHead, TransportError>, Never>
    typealias Reader = CheckedContinuation<Result<[UInt8]?, TransportError>, Never>

    private let state = Mutex(PipeState<HeadReader, Reader>())

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func wait(forHead reader: HeadReader) {
        state.withLock { $0.wait(forHead: reader) }
    }

    func put(_ head: @autoclosure () -> ResponseHead) {
        state.withLock { $0.takeHeadReader() }?.resume(returning: .success(head()))
    }

    /// Whether there is room; if not, a reader who makes some is told to have the transfer resumed.
    func hasRoom() -> Bool {
        state.withLock { $0.hasRoom() }
    }

    func put(_ bytes: [UInt8]) {
        state.withLock { $0.put(bytes) }?.resume(returning: .success(bytes))
    }

    /// Takes what is there, or has `reader` wait.
    ///
    /// - Returns: Whether the transfer is to be resumed.
    func take(for reader: Reader) -> Bool {
        switch state.withLock({ $0.take(for: reader) }) {
        case .bytes(let bytes, let resumes):
            reader.resume(returning: .success(bytes))
            return resumes
        case .end: reader.resume(returning: .success(nil))
        case .failure(let error): reader.resume(returning: .failure(error))
        case .nothing: break
        }
        return false
    }

    /// Ends the exchange; only the first end counts.
    ///
    /// - Parameter error: Why it breaks off; `nil` if it is complete.
    func finish(_ error: TransportError?) {
        let waiting = state.withLock { $0.finish(error) }
        // Without an error a head has come before.
        if let error { waiting.headReader?.resume(returning: .failure(error)) }
        waiting.reader?.resume(returning: error.map { .failure($0) } ?? .success(nil))
    }
}
