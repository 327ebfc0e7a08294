import Foundation
import TestSupport
import Testing

/// The outcome of one run of the command line.
struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// The output as a JSON object.
    var json: [String: Any] {
        get throws {
            try #require(
                JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any],
                "no JSON: \(output) \(errors)"
            )
        }
    }
}

extension Outcome {
    /// The challenge that was printed.
    var challenge: [String: Any] {
        get throws {
            try #require(json["challenge"] as? [String: Any], "no challenge: \(output) \(errors)")
        }
    }

    /// What the challenge asks for; `nil` if the output is none.
    var challengeType: String? { (try? challenge)?["type"] as? String }

    /// Where a sign-in stands.
    var signInStatus: String? { (try? json)?["status"] as? String }

    /// The code of the problem that was reported in JSON.
    var problem: String? {
        (try? Outcome(status: 0, output: errors, errors: "").json)?["code"] as? String
    }
}

/// A person at the command line: an environment, a folder for sessions, nothing of the machine's own configuration.
final class Shell: Sendable {
    private let home = FileManager.default.temporaryDirectory.appending(path: "userpool-\(UUID().uuidString)")
    private let environment: [String: String]

    init(_ environment: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        self.environment = environment.merging([
            "HOME": home.path, "PATH": "/usr/bin:/bin",
        ]) { given, _ in given }
    }

    deinit { try? FileManager.default.removeItem(at: home) }

    /// Where the sessions are kept.
    var sessionsFolder: URL { home.appending(path: ".local/state/userpool") }

    /// What is kept there, by path.
    func sessionFiles() throws -> [String: Data] {
        let files = try FileManager.default.contentsOfDirectory(at: sessionsFolder, includingPropertiesForKeys: nil)
        let entries = files.filter { $0.pathExtension == "json" }
        return Dictionary(try entries.map { ($0.path, try Data(contentsOf: $0)) }) { first, _ in first }
    }

    /// Writes a file into the person's folder.
    func file(_ name: String, _ text: String) throws -> String {
        let url = home.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Runs `userpool`.
    func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(arguments, input: input)
    }

    /// Runs `userpool`.
    func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        let program = try Self.program
        return try await onOwnThread { try self.run(program, arguments, input: input) }
    }

    /// Runs `userpool` at a terminal.
    func terminal(_ arguments: [String]) throws -> PseudoTerminal {
        try PseudoTerminal(Self.program, arguments, environment: environment, folder: home)
    }

    /// Runs a script of the POSIX shell, which finds `userpool` by its name.
    func script(_ text: String) async throws -> Outcome {
        let folder = try Self.program.deletingLastPathComponent().path
        return try await onOwnThread {
            try self.run(URL(filePath: "/bin/sh"), ["-c", "PATH='\(folder)':$PATH; \(text)"], input: "")
        }
    }

    /// Runs a program; its input comes from a file, so that nobody waits for anybody, however long it is.
    private func run(_ program: URL, _ arguments: [String], input: String) throws -> Outcome {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = home
        let inward = try FileHandle(forReadingFrom: URL(filePath: file("stdin-\(UUID().uuidString)", input)))
        let (out, errors) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (inward, out, errors)
        try process.run()
        let output = out.fileHandleForReading.readDataToEndOfFile()
        let errorOutput = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errorOutput, as: UTF8.self)
        )
    }

    /// The program that was built with the tests: it stands beside them.
    static var program: URL {
        get throws {
            let url = Bundle.main.bundleURL.appending(path: "userpool")
            try #require(FileManager.default.isExecutableFile(atPath: url.path), "\(url.path) is not built")
            return url
        }
    }
}
