import CurlTransport
import Foundation
import LocalPool
import LocalPoolServer
import Synchronization
import Testing

/// Clients that others wrote, unchanged, against the server; `Tools/setup --peers` installs them.
@Suite("Peers", .serialized) struct PeerTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardized

    @Test("go through all their checks", arguments: PeerScript.all)
    func run(_ script: PeerScript) async throws {
        var configuration = LocalPoolConfiguration()
        configuration.hooks = try CurlTransport()
        let pool = try LocalPool(configuration: configuration)
        let server = LocalPoolServer(pool: pool, options: .init(port: 0), logger: TestWorld.silentLogger)
        try await server.start()
        let home = try await pool.home()
        let place = ["endpoint": pool.endpoint, "poolId": home.poolID, "clientId": home.clientID ?? ""]
        let recorder = ProofRecorder(pool)
        let output = try await Self.output(of: script.file, given: JSONEncoder().encode(place))
        await server.stop()
        let lines = output.split(separator: "\n").filter { $0.hasPrefix("PASS ") || $0.hasPrefix("FAIL ") }.map(
            String.init
        )
        for check in script.checks {
            #expect(lines.contains("PASS \(check)"), "\(lines.first { $0.hasPrefix("FAIL \(check):") } ?? output)")
        }
        #expect(lines.count == script.checks.count, "\(output)")

        // The requests that boto3 made, and what each chose; for another client they only arrange things.
        let calls = output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }.filter {
            $0.first == "CALL" && $0.count > 1
        }
        let proof = await recorder.proof(
            of: script.client,
            besides: script.client == "boto3" ? [] : Set(calls.map { $0[1] }),
            choices: Dictionary(calls.filter { $0.count == 3 }.map { ($0[1], $0[2]) }) { $1 }
        )
        try proof.expectKept(as: script.file.split(separator: ".").first.map(String.init) ?? script.file)
    }

    /// Runs a script, and returns what it wrote on both its outputs.
    private static func output(of file: String, given input: Data) async throws -> String {
        let python = repository.appending(path: ".build/peers/bin/python")
        try #require(FileManager.default.isExecutableFile(atPath: python.path), "run Tools/setup --peers first")
        let process = Process()
        process.executableURL = python
        process.arguments = ["-B", Bundle.module.bundleURL.appending(path: "Peers/\(file)").path]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "PYTHONUTF8": "1"]
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardOutput
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        try standardInput.fileHandleForWriting.close()
        // Reading blocks, so it has a thread of its own; it ends when the script does.
        let output = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: standardOutput.fileHandleForReading.readDataToEndOfFile()) }.start()
        }
        return String(decoding: output, as: UTF8.self)
    }
}
