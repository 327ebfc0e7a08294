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
    let sessions: SessionStore
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
        sessions = try SessionStore(folder: SessionStore.defaultFolder(), pool: settings)
    }

    /// Prints a result to standard output.
    func print(_ result: JSONValue) {
        format.print(result)
    }

    /// The session that is kept, refreshed and kept anew if the access token has less than a minute left.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/signInNeeded`` if nobody is signed in, or what refreshing throws. What
    ///   is kept is dropped only when the service refuses the session for good.
    func freshSession() async throws -> UserSession {
        let kept = try sessions.session()
        guard kept.isAboutToExpire else { return kept }
        return try await sessions.serially {
            // Another process may have refreshed meanwhile.
            let session = try sessions.session()
            guard session.isAboutToExpire else { return session }
            let fresh: UserSession
            do throws(UserPoolError) {
                fresh = try await pool.refresh(session)
            } catch {
                if error.remedy == .signInAgain { try sessions.update { $0.session = nil } }
                throw error
            }
            try sessions.update { $0.session = fresh }
            return fresh
        }
    }
}

extension UserSession {
    /// Whether the access token has less than a minute left.
    fileprivate var isAboutToExpire: Bool {
        tokens.accessTokenExpiresAt.timeIntervalSinceNow < 60
    }
}

/// A secret from a file, or from a prompt.
func secret(_ file: String?, _ question: String, _ option: String) throws -> SecretBytes {
    if let file { return try SecretText.read(path: file) }
    return try Terminal.askSecret(question, instead: option)
}
