import ArgumentParser
import Foundation

/// The command `wiregen`.
@main
struct Wiregen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wiregen",
        abstract: "Makes the Swift types of a service's wire format from its published model.",
        discussion: """
            A model is read in any of three formats, told apart by content: botocore's service-2.json (plain or gzip, \
            with paginators-1.json beside it), a Smithy 2.0 JSON AST, and the specification that `import` makes of \
            either and that is checked in.

            Exit status: 0 success; 64 wrong usage; 65 a file that cannot be read, is damaged or not supported. \
            `generate --check` exits with 1 if a file is stale, `diff` with 1 for additions and 2 for what breaks callers.
            """,
        subcommands: [Generate.self, Import.self, Diff.self],
        defaultSubcommand: Generate.self
    )

    /// Runs `body`; a failure is printed without ceremony, and ends the process with a status of its own.
    static func reportingFailures(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as WiregenError {
            FileHandle.standardError.write(Data("wiregen: \(error.message)\n".utf8))
            throw ExitCode(65)
        }
    }
}
