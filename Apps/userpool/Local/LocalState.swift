import AppSupport
import ArgumentParser
import ByteCoding
import Foundation
import HTTPTransport
import HTTPTypes

extension Local {
    /// `userpool local reset`.
    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget everything but the user pool and the app client made at start."
        )

        @OptionGroup var consent: Consent
        @OptionGroup var options: LocalOptions

        func run() async throws {
            await options.run { client in
                try consent.ask("Forget every user, session and message of the local pool")
                try await client.send(.post, "reset", type: "application/json")
            }
        }
    }

    /// `userpool local snapshot`.
    struct Snapshot: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the whole state of the pool into a file, and back.",
            subcommands: [Save.self, Load.self]
        )

        /// `userpool local snapshot save`.
        struct Save: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Write the whole state into one SQLite file.",
                discussion: """
                    The file holds the keys that sign tokens and the verifiers of passwords. It is made for its owner \
                    alone, and never takes the place of another file.
                    """
            )

            @Argument(help: "The file to make.")
            var file: String

            @OptionGroup var options: LocalOptions

            func run() async throws {
                await options.run { client in
                    guard !FileManager.default.fileExists(atPath: file) else {
                        throw Problem(.inputOutput, "\(file) is there already")
                    }
                    let snapshot = try await client.send(.get, "snapshot").body
                    let isMade = FileManager.default.createFile(
                        atPath: file,
                        contents: Data(snapshot),
                        attributes: [.posixPermissions: 0o600]
                    )
                    guard isMade else { throw Problem(.inputOutput, "\(file) cannot be made") }
                }
            }
        }

        /// `userpool local snapshot load`.
        struct Load: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Put the state in a file in the place of everything that the pool has.",
                discussion: "The pool checks the file first; if it is damaged or another program's, nothing changes."
            )

            @Argument(help: "A file that snapshot save made.")
            var file: String

            @OptionGroup var consent: Consent
            @OptionGroup var options: LocalOptions

            func run() async throws {
                await options.run { client in
                    guard let snapshot = FileManager.default.contents(atPath: file) else {
                        throw Problem(.inputOutput, "\(file) cannot be read")
                    }
                    try consent.ask("Replace everything in the local pool")
                    try await client.send(
                        .put,
                        "snapshot",
                        type: "application/vnd.sqlite3",
                        body: Array(snapshot)
                    )
                }
            }
        }
    }
}

/// Leave to destroy something: given beforehand, or by the person at the terminal.
struct Consent: ParsableArguments {
    @Flag(help: "Do not ask.")
    var yes = false

    /// Returns if it is given.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` if nobody can be asked, ``Problem/Code/interrupted`` for a no.
    func ask(_ question: String) throws {
        guard !yes else { return }
        let answer = try Terminal.ask("\(question)? Type yes", instead: "--yes")
        guard answer.lowercased() == "yes" else { throw Problem(.interrupted, "nothing was changed") }
    }
}
