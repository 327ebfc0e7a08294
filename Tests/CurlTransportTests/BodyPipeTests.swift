import HTTPTransport
import Testing

@testable import CurlTransport

@Suite("What lies between loop and reader") struct BodyPipeTests {
    /// A pipe with `Int`s for readers.
    private final class Pipe {
        static let capacity = PipeState<String, Int>.capacity
        private var state = PipeState<String, Int>()

        var isOpen: Bool { state.isOpen }

        func put(_ bytes: [UInt8]) -> Int? { state.put(bytes) }
        func hasRoom() -> Bool { state.hasRoom() }
        func wait(forHead reader: String) { state.wait(forHead: reader) }
        func takeHeadReader() -> String? { state.takeHeadReader() }
        func finish(_ error: TransportError?) -> (headReader: String?, reader: Int?) { state.finish(error) }

        /// What a reader gets, in words.
        func take(for reader: Int = 1) -> String {
            switch state.take(for: reader) {
            case .bytes(let bytes, let resumes): "\(bytes.count) bytes\(resumes ? ", resumes" : "")"
            case .end: "end"
            case .failure(let error): "\(error.code)"
            case .nothing: "nothing"
            }
        }
    }

    private static let lost = TransportError(.connectionLost, "lost", mayHaveReachedServer: true)

    @Test("bytes wait for a reader, and are taken all at once")
    func waitingBytes() {
        let pipe = Pipe()
        #expect(pipe.put([1, 2]) == nil)
        #expect(pipe.put([3]) == nil)
        #expect(pipe.take() == "3 bytes")
        #expect(pipe.take() == "nothing")
    }

    @Test("a reader who waits gets the next bytes, once")
    func waitingReader() {
        let pipe = Pipe()
        #expect(pipe.take(for: 7) == "nothing")
        #expect(pipe.put([1]) == 7)
        #expect(pipe.put([2]) == nil)
        #expect(pipe.take() == "1 bytes")
    }

    @Test("a full pipe takes no more, and the reader who empties it has the transfer resumed, once")
    func pause() {
        let pipe = Pipe()
        #expect(pipe.hasRoom())
        #expect(pipe.put(Array(repeating: 0, count: Pipe.capacity - 1)) == nil)
        #expect(pipe.hasRoom())
        #expect(pipe.put([1, 2, 3]) == nil)
        #expect(!pipe.hasRoom())
        #expect(pipe.take() == "\(Pipe.capacity + 2) bytes, resumes")
        #expect(pipe.hasRoom())
        #expect(pipe.put([1]) == nil)
        #expect(pipe.take() == "1 bytes")
    }

    @Test("what is left comes before the end, and the first end is the only one", arguments: [nil, lost])
    func end(_ error: TransportError?) {
        let pipe = Pipe()
        #expect(pipe.put([1]) == nil)
        #expect(pipe.isOpen)
        #expect(pipe.finish(error).reader == nil)
        #expect(!pipe.isOpen && pipe.hasRoom())
        #expect(pipe.put([2]) == nil)
        #expect(pipe.finish(TransportError(.shutDown, "", mayHaveReachedServer: true)).reader == nil)
        #expect(pipe.take() == "1 bytes")
        for _ in 1...2 { #expect(pipe.take() == (error == nil ? "end" : "connectionLost")) }
    }

    @Test("whoever waits hears of the end")
    func endForWaiting() {
        let pipe = Pipe()
        pipe.wait(forHead: "head")
        #expect(pipe.take(for: 7) == "nothing")
        let waiting = pipe.finish(Self.lost)
        #expect(waiting.headReader == "head" && waiting.reader == 7)
    }

    @Test("the head is handed over once, and one reader waits at a time")
    func once() {
        let pipe = Pipe()
        pipe.wait(forHead: "head")
        #expect(pipe.takeHeadReader() == "head")
        #expect(pipe.takeHeadReader() == nil)
        #expect(pipe.take(for: 1) == "nothing")
        #expect(pipe.take(for: 2) == "invalidRequest")
        #expect(pipe.put([1]) == 1)
    }
}
