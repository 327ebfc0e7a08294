import Foundation
import Testing

/// Random walks through a pool, step by step beside a model of its rules.
///
/// `Tools/campaigns/walks` takes long ones.
@Suite("Random walks") struct RandomWalkTests {
    /// How many steps a walk has, and the seeds of the walks that are taken.
    private static let length = number("WALK_STEPS") ?? 250
    private static let seeds = (number("WALK_SEED") ?? 1)..<((number("WALK_SEED") ?? 1) + (number("WALKS") ?? 6))

    @Test("a pool and the model of its rules agree on each step", arguments: seeds)
    func walk(seed: Int) async throws {
        let walk = try await Walk(seed: UInt64(seed))
        for _ in 0..<Self.length {
            do {
                try await walk.step()
            } catch let disagreement as Disagreement {
                Issue.record("\(disagreement)")
                return
            }
        }
        // A walk that never gets anywhere would agree as well.
        if Self.length >= 250 { #expect(walk.tally.count > 40, "\(walk.tally)") }
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
}
