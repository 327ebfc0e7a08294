internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An object that any number of threads read without a lock while one at a time replaces it.
///
/// There are two references to it. Readers read the one that is live; a writer replaces the other one, makes it live, and
/// waits for the readers that may still be at the first before it replaces that as well (left-right, by Ramalhete and
/// Correia). A reader never waits: it counts itself in, retains the object, and counts itself out.
// SAFETY: `left` and `right` are the only members that change without being atomic. A writer holds `writers`, and touches
// a reference only if no reader is at it and none can come to it:
// - Each reader is counted, at the entrance that it saw, before it looks up which reference is live, and until it has
//   retained the object. All of these are sequentially consistent.
// - After `live` has changed, the writer sees each entrance empty once, the idle one first, then, with newcomers sent to
//   that one, the other. So every reader that looked `live` up before the change has left, and later ones are at the
//   new reference.
@safe final class LeftRight<Object: AnyObject & Sendable>: @unchecked Sendable {
    private var left: Object
    private var right: Object
    /// Which reference is read: 0 for the left one, 1 for the right one.
    private let live = Atomic<Int>(0)
    /// At which entrance readers count themselves in, 0 or 1.
    private let entrance = Atomic<Int>(0)
    private let readersAtFirst = Atomic<Int>(0)
    private let readersAtSecond = Atomic<Int>(0)
    private let writers = Mutex<Void>(())

    /// Begins with an object.
    init(_ object: Object) {
        left = object
        right = object
    }

    /// The object that was published last.
    var object: Object { withObject { $0 } }

    /// Lends the object while the reader is counted; whoever writes waits as long.
    func withObject<Result>(_ body: (Object) -> Result) -> Result {
        let mine = entrance.load(ordering: .sequentiallyConsistent)
        count(1, at: mine)
        defer { count(-1, at: mine) }
        return body(live.load(ordering: .sequentiallyConsistent) == 0 ? left : right)
    }

    /// Replaces the object; waits for readers that are just retaining the former one.
    func publish(_ object: Object) {
        writers.withLock { _ in
            let former = live.load(ordering: .relaxed)
            replace(1 - former, with: object)
            live.store(1 - former, ordering: .sequentiallyConsistent)
            let used = entrance.load(ordering: .relaxed)
            waitUntilEmpty(1 - used)
            entrance.store(1 - used, ordering: .sequentiallyConsistent)
            waitUntilEmpty(used)
            replace(former, with: object)
        }
    }

    private func replace(_ reference: Int, with object: Object) {
        if reference == 0 {
            left = object
        } else {
            right = object
        }
    }

    private func count(_ change: Int, at place: Int) {
        if place == 0 {
            readersAtFirst.wrappingAdd(change, ordering: .sequentiallyConsistent)
        } else {
            readersAtSecond.wrappingAdd(change, ordering: .sequentiallyConsistent)
        }
    }

    private func readers(at place: Int) -> Int {
        place == 0
            ? readersAtFirst.load(ordering: .sequentiallyConsistent)
            : readersAtSecond.load(ordering: .sequentiallyConsistent)
    }

    private func waitUntilEmpty(_ place: Int) {
        var rounds = 0
        while readers(at: place) != 0 {
            rounds += 1
            // The reader may have lost its processor; a few more looks are cheaper than giving up ours.
            if rounds.isMultiple(of: 64) { sched_yield() }
        }
    }
}
