import AppSupport
import ArgumentParser
import ByteCoding
import CognitoClient
import Foundation
import UserPoolKit

/// A command that talks to a pool: it reads the configuration first and ends in one place when it fails.
protocol PoolCommand: AsyncParsableCommand {
    /// Which pool is meant.
    var options: PoolOptions { get }

    /// Does the work.
    func run(in context: CommandContext) async throws
}

extension PoolCommand {
    mutating func run() async throws {
        let format = options.output.output ?? .table
        do {
            try await run(in: CommandContext(options))
        } catch let error as ExitCode {
            throw error
        } catch {
            Failure.report(Problem(describing: error), as: format)
        }
    }
}

/// What a command works with: the pool, the sessions kept on this machine, and the way to print.
struct CommandContext {
    let settings: PoolSettings
    let pool: UserPool
    let current: CurrentSession
    let format: OutputFormat

    init(_ options: PoolOptions) async throws {
        var reader = try await SettingsReader(flags: options.flags, file: options.output.config)
        for warning in reader.warnings { Terminal.note("userpool: note: \(warning)") }
        settings = await PoolSettings(reading: &reader)
        format =
            if let given = options.output.output {
                given
            } else {
                await reader.value(.output, expected: "an output format") { OutputFormat(rawValue: $0) } ?? .table
            }
        try reader.finish()
        pool = try settings.makePool(transport: settings.makeTransport())
        current = try CurrentSession(pool: pool, folder: CurrentSession.defaultFolder())
    }

    /// Whether challenges are asked for: somebody is there, and no program reads along.
    var asks: Bool {
        Terminal.isInteractive && format != .json && format != .ndjson
    }

    /// Prints a result to standard output.
    func print(_ result: JSONValue) {
        format.print(result)
    }
}

/// A secret from a file, or from a prompt.
func secret(_ file: String?, _ question: String, _ option: String) throws -> SecretBytes {
    if let file { return try SecretText.read(path: file) }
    return try Terminal.askSecret(question, instead: option)
}
