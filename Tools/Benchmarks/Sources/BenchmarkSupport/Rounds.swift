import Foundation
import Synchronization

/// Wall time, taken side by side: every round runs a slice of every case, so that what disturbs the machine disturbs all.
package struct Rounds {
    private let count: Int
    private let slice: Duration

    /// So many rounds, each with so much of every case.
    package init(count: Int, slice: Duration) {
        (self.count, self.slice) = (count, slice)
    }

    /// Microseconds for one operation of each case, round by round.
    @concurrent
    package func times(of cases: [Case]) async throws -> [[Double]] {
        var counts: [Int] = []
        for one in cases { counts.append(try await operations(of: one)) }
        var times = cases.map { _ in [Double]() }
        for _ in 0..<count {
            for (index, one) in cases.enumerated() {
                // The caches are full of the case before.
                try await one.run(max(1, counts[index] / 4))
                let elapsed = try await ContinuousClock().measure { try await one.run(counts[index]) }
                times[index].append(elapsed.microseconds / Double(counts[index]))
            }
        }
        return times
    }

    /// How many times as much two threads do as one, round by round, for cases that wait for nothing.
    @concurrent
    package func scaling(of cases: [Case]) async throws -> [[Double]] {
        var factors = cases.map { _ in [Double]() }
        var counts: [Int] = []
        for one in cases { counts.append(try await operations(of: one) * 20) }
        // Longer slices and fewer of them: it takes some time until the second thread is awake.
        for _ in 0..<(count / 5 + 1) {
            for (index, one) in cases.enumerated() {
                let alone = try Self.time(one, counts[index], threads: 1)
                let together = try Self.time(one, counts[index], threads: 2)
                factors[index].append(2 * alone / together)
            }
        }
        return factors
    }

    /// How many operations fill a slice.
    private func operations(of one: Case) async throws -> Int {
        var count = 1
        while true {
            let elapsed = try await ContinuousClock().measure { try await one.run(count) }
            if elapsed >= slice / 2 { return max(1, Int(Double(count) * (slice / elapsed))) }
            count *= 2
        }
    }

    /// Microseconds until each of so many threads has done the case `count` times.
    private static func time(_ one: Case, _ count: Int, threads: Int) throws -> Double {
        guard case .blocking(let body) = one.body else { throw Failure("\(one.id) waits") }
        let clock = ContinuousClock()
        let start = clock.now
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            do { try body(count) } catch { failure.withLock { $0 = error } }
        }
        let elapsed = clock.now - start
        if let error = failure.withLock({ $0 }) { throw error }
        return elapsed.microseconds
    }
}
