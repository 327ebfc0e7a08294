import Foundation

/// Does something that blocks on a thread of its own.
///
/// Tests run on as many threads as there are processors; two that wait for a program would stop all others, and the servers
/// that those talk to.
///
/// - Parameter body: What blocks.
/// - Returns: What it returns.
/// - Throws: What it throws.
package func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}
