import AppSupport
import ArgumentParser

/// `userpool exit-codes`, also shown by `userpool help exit-codes`.
struct ExitCodes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit-codes",
        abstract: "What the exit codes mean.",
        discussion: ExitStatus.allCases.map { "\($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")
    )

    func run() throws {
        for status in ExitStatus.allCases {
            print("\(status.rawValue)\t\(status.meaning)")
        }
    }
}
