import AppSupport
import ArgumentParser
import ByteCoding
import Foundation
import HTTPTransport
import HTTPTypes
import LocalPool

extension Local {
    /// `userpool local seed`.
    struct Seed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the pools and users that a file says.",
            discussion: """
                The file is YAML or JSON; in one whose name ends in .ndjson each line is a user. What is there already is \
                left as it is. Triggers that are programs are set by local start --seed alone.
                """
        )

        @Argument(help: "The file.")
        var file: String

        @Option(help: ArgumentHelp("For a file of users: the pool's id; else the pool made at start.", valueName: "id"))
        var pool: String?

        @OptionGroup var options: LocalOptions

        func run() async throws {
            await options.run { client in
                let seed = SeedFile(file)
                let answer = try await client.send(
                    .post,
                    "seed",
                    ["pool": pool],
                    type: seed.type,
                    body: try seed.contents()
                )
                options.output.print(try client.json(answer.body))
            }
        }
    }
}

/// A file that says what is to be in a pool.
struct SeedFile {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// What it is, by its name.
    var type: String {
        if isLines { return "application/x-ndjson" }
        return path.hasSuffix(".json") ? "application/json" : "application/yaml"
    }

    /// The whole file.
    func contents() throws -> [UInt8] {
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw Problem(.inputOutput, "\(path) cannot be read")
        }
        return Array(contents)
    }

    /// Plants it in a pool of this process, and says on standard error what became of it.
    func plant(in pool: LocalPool) async throws {
        let document = isLines ? [] : try contents()
        let report: SeedReport
        do throws(LocalPoolError) {
            report =
                isLines
                ? try await pool.loadUsers(fromLinesOf: path, progress: Self.show) : try await pool.seed(document)
        } catch {
            throw Problem(.malformedRequest, "\(path): \(error.message)")
        }
        Self.say("seed: \(report.made.users) users made, \(report.kept.users) there before\n")
    }

    private var isLines: Bool {
        path.hasSuffix(".ndjson") || path.hasSuffix(".jsonl")
    }

    /// Shows how far a load has come, where somebody looks.
    private static func show(_ count: Int) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        say("seed: \(count) users\r")
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
