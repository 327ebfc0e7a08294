import Foundation
import Synchronization

/// Two threads at one mutex, where there is no race; with an argument also beside it, where there is one.
@main
enum Proof {
    private final class Guarded: Sendable {
        let values = Mutex<[Int]>([])
    }

    private final class Unguarded: @unchecked Sendable {
        var values: [Int] = []
    }

    static func main() {
        let (guarded, unguarded) = (Guarded(), Unguarded())
        onTwoThreads {
            for number in 0..<100_000 { guarded.values.withLock { $0.append(number) } }
        }
        guard CommandLine.arguments.count > 1 else { return }
        onTwoThreads { unguarded.values.append(1) }
    }

    private static func onTwoThreads(_ work: @escaping @Sendable () -> Void) {
        let group = DispatchGroup()
        for _ in 0..<2 {
            group.enter()
            Thread.detachNewThread {
                work()
                group.leave()
            }
        }
        group.wait()
    }
}
