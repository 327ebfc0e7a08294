import AppSupport
import ByteCoding
import Foundation

/// How a command ends that failed: one line on standard error, and the exit code of the problem.
enum Failure {
    static func report(_ problem: Problem, as format: OutputFormat) -> Never {
        switch format {
        case .json, .ndjson: Terminal.note(problem.outputValue.text)
        default: Terminal.note("userpool: \(problem.code.title): \(problem.detail)")
        }
        exit(problem.code.exit.rawValue)
    }
}

extension Problem {
    /// The problem object (RFC 9457).
    var outputValue: JSONValue {
        .members([
            "type": .string("urn:userpool:problem:\(code.name)"),
            "title": .string(code.title),
            "status": .integer(code.status),
            "detail": .string(detail),
            "code": .string(code.name),
            "retryAfter": retryAfter.map { .integer($0) },
            "cognito": cognito.map { answer in
                .members(["error": .string(answer.error), "requestId": answer.requestId.map { .string($0) }])
            },
        ])
    }
}
