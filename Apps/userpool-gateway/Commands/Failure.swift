import AppSupport
import Foundation

/// How a command ends that failed: one line on standard error, and the exit code of the problem.
enum Failure {
    static func reporting(_ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            let problem = Problem(describing: error)
            note("userpool-gateway: \(problem.code.title): \(problem.detail)")
            exit(problem.code.exit.rawValue)
        }
    }

    /// Writes a line to standard error.
    static func note(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(line)\n".utf8))
    }
}
