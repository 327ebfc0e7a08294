import CryptoPrimitives
import Synchronization
import Testing

@testable import LocalPool

@Suite("Work outside a transaction") struct OutsideWorkTests {
    @Test("begins the call anew, which then has the result, and draws what it drew before")
    func beginsAnew() async throws {
        let world = try PoolUnderTest()
        let drawn = Mutex<[[UInt8]]>([])
        let result = try await world.pool.call { call in
            let bytes = try call.random.make(count: 8)
            drawn.withLock { $0.append(bytes) }
            try Self.leaveTrace(call)
            return try call.outside(1) { 20 } + call.outside(2) { 22 }
        }
        #expect(result == 42)
        let all = drawn.withLock { $0 }
        #expect(all.count == 3)
        #expect(Set(all).count == 1)
        // Three beginnings, one message.
        #expect(try await world.pool.nextCode(for: "alice")?.id == 1)
    }

    @Test("is done again for other inputs")
    func otherInputs() async throws {
        let world = try PoolUnderTest()
        let beginnings = Counter()
        let done = Mutex<[Int]>([])
        try await world.pool.call { call in
            let key = min(beginnings.next(), 2)
            _ = try call.outside(key) { done.withLock { $0.append(key) } }
        }
        #expect(done.withLock { $0 } == [1, 2])
    }

    @Test("that fails fails the call, of which nothing remains")
    func failure() async throws {
        struct Broken: Error {}
        let world = try PoolUnderTest()
        await #expect(throws: Broken.self) {
            try await world.pool.call { call in
                try Self.leaveTrace(call)
                _ = try call.outside(1) { () async throws -> Int in throw Broken() }
            }
        }
        #expect(try await world.pool.nextCode(for: "alice") == nil)
    }

    @Test("without end is given up")
    func endless() async throws {
        let world = try PoolUnderTest()
        let count = Counter()
        await #expect(throws: Refusal.self) {
            try await world.pool.call { call in
                _ = try call.outside(count.next()) { 1 }
            }
        }
    }

    private static func leaveTrace(_ call: Call) throws {
        try call.send(
            MessageRecord(
                poolID: PoolUnderTest.poolID,
                sub: nil,
                username: "alice",
                kind: "mfa",
                medium: "SMS",
                destination: "+15550100",
                subject: nil,
                body: "",
                code: "1",
                deliveredAt: call.now
            )
        )
    }
}

/// Counts up from one.
private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
