import AppSupport
import Foundation

/// How a command ends that failed: one line on standard error, and the exit code of the problem.
enum Failure {
    static func report(_ problem: Problem, as format: OutputFormat) -> Never {
        switch format {
        case .json, .ndjson: Terminal.note(problem.outputValue.json)
        default: Terminal.note("userpool: \(problem.code.title): \(problem.detail)")
        }
        exit(problem.code.exit.rawValue)
    }
}

extension Problem {
    /// The problem object (RFC 9457).
    var outputValue: OutputValue {
        .members([
            "type": .text("urn:userpool:problem:\(code.name)"),
            "title": .text(code.title),
            "status": .number(Int64(code.status)),
            "detail": .text(detail),
            "code": .text(code.name),
            "retryAfter": retryAfter.map { .number(Int64($0)) },
            "cognito": cognito.map { answer in
                .members(["error": .text(answer.error), "requestId": answer.requestId.map { .text($0) }])
            },
        ])
    }
}
