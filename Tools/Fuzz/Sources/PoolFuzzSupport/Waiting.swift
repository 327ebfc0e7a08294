import Dispatch
import Synchronization

/// Runs asynchronous work to its end: the fuzzer's entry points are synchronous.
///
/// - Parameter body: The work.
/// - Returns: What it returns.
public func waiting<Result: Sendable>(for body: @escaping @Sendable () async -> Result) -> Result {
    let box = Box<Result>()
    Task.detached {
        let result = await body()
        box.value.withLock { $0 = result }
        box.isDone.signal()
    }
    box.isDone.wait()
    guard let result = box.value.withLock({ $0 }) else { fatalError("the work has a result once it is done") }
    return result
}

private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let isDone = DispatchSemaphore(value: 0)
}
