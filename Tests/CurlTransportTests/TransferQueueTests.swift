import HTTPTransport
import HTTPTypes
import Testing

@testable import CurlTransport

@Suite("What waits for the loop") struct TransferQueueTests {
    private typealias Queue = TransferQueue<String, Int>

    /// Why `queue` does not take a request; `nil` if it does.
    private static func refusal(_ id: UInt64, by queue: inout Queue) throws -> TransportError? {
        let request = try TransportRequest(method: .get, url: "https://a.example/\(id)")
        return queue.submit(Queue.Submission(id: id, request: request, reply: "reply \(id)"))
    }

    @Test("requests are handed over once, in their order, each with its own reply")
    func order() throws {
        var queue = Queue()
        let ids = (0..<3).map { _ in queue.makeID() }
        #expect(Set(ids).count == 3)
        let refusals = try ids.compactMap { try Self.refusal($0, by: &queue) }
        #expect(refusals.isEmpty)
        let (work, later) = (queue.takeWork(), queue.takeWork())
        #expect(work.submissions.map(\.id) == ids)
        #expect(work.submissions.map(\.reply) == ids.map { "reply \($0)" })
        #expect(work.cancelled.isEmpty)
        #expect(!work.isClosing)
        #expect(later.submissions.isEmpty)
    }

    @Test("a cancellation that comes before its request refuses it, and no other")
    func cancelledBefore() throws {
        var queue = Queue()
        let (early, other) = (queue.makeID(), queue.makeID())
        queue.cancel(early)
        let refusals = try [early, other].map { try Self.refusal($0, by: &queue) }
        #expect(refusals.map(\.?.code) == [.cancelled, nil])
        #expect(refusals.first??.mayHaveReachedServer == false)
        let work = queue.takeWork()
        #expect(work.submissions.map(\.id) == [other])
    }

    @Test("a later cancellation stands in all work until the caller is gone")
    func cancelledAfter() throws {
        var queue = Queue()
        let id = queue.makeID()
        let refusal = try Self.refusal(id, by: &queue)
        #expect(refusal == nil)
        queue.cancel(id)
        let (first, second) = (queue.takeWork(), queue.takeWork())
        queue.forget(id)
        let third = queue.takeWork()
        #expect([first, second, third].map { $0.submissions.map(\.id) } == [[id], [], []])
        #expect([first, second, third].map(\.cancelled) == [[id], [id], []])
    }

    @Test("what is resumed or dropped stands in the next work, and nowhere else")
    func resumedAndDropped() throws {
        var queue = Queue()
        let (paused, over) = (queue.makeID(), queue.makeID())
        queue.resume(paused)
        queue.drop(over)
        let (first, second) = (queue.takeWork(), queue.takeWork())
        #expect(first.resumed == [paused] && first.cancelled == [over])
        #expect(second.resumed.isEmpty && second.cancelled.isEmpty)
    }

    @Test("a closing queue hands over what it has, and takes nothing more")
    func closing() throws {
        var queue = Queue()
        let (before, after) = (queue.makeID(), queue.makeID())
        let taken = try Self.refusal(before, by: &queue)
        #expect(taken == nil)
        queue.close()
        let refused = try Self.refusal(after, by: &queue)
        #expect(refused?.code == .shutDown)
        #expect(refused?.mayHaveReachedServer == false)
        let work = queue.takeWork()
        #expect(work.submissions.map(\.id) == [before])
        #expect(work.isClosing)
    }

    @Test("who waits for the end is told once; who comes later need not wait")
    func waiting() {
        var queue = Queue()
        let haveToWait = [queue.wait(1), queue.wait(2)]
        let told = queue.finish()
        #expect(haveToWait == [true, true])
        #expect(told == [1, 2])
        let (hasToWait, toldAgain) = (queue.wait(3), queue.finish())
        #expect(!hasToWait)
        #expect(toldAgain.isEmpty)
    }
}
