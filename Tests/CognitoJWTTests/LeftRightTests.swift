import Foundation
import Synchronization
import Testing

@testable import CognitoJWT

@Suite("An object that is read without a lock", .timeLimit(.minutes(5))) struct LeftRightTests {
    /// Something that would show that it was freed: numbers that belong together.
    private final class Pair: Sendable {
        let number: Int
        let copies: [Int]

        init(_ number: Int) {
            self.number = number
            copies = Array(repeating: number, count: 8)
        }

        var isWhole: Bool { copies.count == 8 && copies.allSatisfy { $0 == number } }
    }

    /// How many threads still write.
    private final class Progress: Sendable {
        let writers: Atomic<Int>

        init(writers: Int) { self.writers = Atomic(writers) }

        var isOver: Bool { writers.load(ordering: .relaxed) == 0 }
    }

    @Test("reads what was published last")
    func publishes() {
        let shared = LeftRight(Pair(0))
        #expect(shared.object.number == 0)
        for number in 1...10 {
            shared.publish(Pair(number))
            #expect(shared.object.number == number && shared.object.number == number)
        }
    }

    @Test("keeps no former object alive")
    func frees() {
        final class Witness: Sendable {}
        weak var former: Witness?
        let shared: LeftRight<Witness>
        do {
            let witness = Witness()
            former = witness
            shared = LeftRight(witness)
        }
        #expect(former != nil)
        shared.publish(Witness())
        #expect(former == nil)
    }

    @Test("a writer waits for a reader who is still at the former object; others see the new one meanwhile")
    func waits() async {
        let shared = LeftRight(Pair(0))
        let progress = Progress(writers: 1)
        let isOverEarly = await onThread {
            shared.withObject { _ in
                Thread.detachNewThread {
                    shared.publish(Pair(1))
                    progress.writers.subtract(1, ordering: .relaxed)
                }
                while shared.object.number == 0 { sched_yield() }
                for _ in 0..<1000 { sched_yield() }
                return progress.isOver ? 1 : 0
            }
        }
        #expect(isOverEarly == 0)
        while !progress.isOver, !Task.isCancelled { await Task.yield() }
        shared.publish(Pair(2))
        #expect(shared.object.number == 2)
    }

    @Test("readers on four threads see whole objects, while two threads write")
    func hammered() async {
        let shared = LeftRight(Pair(0))
        let progress = Progress(writers: 2)
        let faults = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    await onThread {
                        for number in 0..<2000 { shared.publish(Pair(number)) }
                        progress.writers.subtract(1, ordering: .relaxed)
                        return 0
                    }
                }
            }
            for _ in 0..<4 {
                group.addTask {
                    await onThread {
                        var faults = 0
                        while !progress.isOver {
                            if !shared.object.isWhole { faults += 1 }
                        }
                        return faults
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(faults == 0)
        #expect(shared.object.number == 1999)
    }

    @Test("with one writer no reader sees an older object after a newer one")
    func inOrder() async {
        let shared = LeftRight(Pair(0))
        let progress = Progress(writers: 1)
        let faults = await withTaskGroup(of: Int.self) { group in
            group.addTask {
                await onThread {
                    for number in 1...2000 { shared.publish(Pair(number)) }
                    progress.writers.subtract(1, ordering: .relaxed)
                    return 0
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    await onThread {
                        var (faults, latest) = (0, 0)
                        while !progress.isOver {
                            let seen = shared.object
                            if !seen.isWhole || seen.number < latest { faults += 1 }
                            latest = seen.number
                        }
                        return faults
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(faults == 0)
        #expect(shared.object.number == 2000)
    }
}

/// Runs something on a thread of its own, so that it runs beside others whatever the machine's number of processors is.
private func onThread(_ body: @escaping @Sendable () -> Int) async -> Int {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
