import Foundation
import TestSupport
import Testing

@Suite("README") struct ReadmeTests {
    @Test("the shell example signs a user up, confirms, signs in and prints the profile")
    func shellExample() async throws {
        let gateway = try SpawnedProcess(
            Bundle.main.bundleURL.appending(path: "userpool-gateway").path,
            ["dev", "--env", "--port", "0", "--pool-port", "0"]
        )
        var variables: [String: String] = [:]
        while variables["GATEWAY_URL"] == nil {
            let parts = try await gateway.readLine().split(separator: "=", maxSplits: 1).map { String($0) }
            try #require(parts.count == 2)
            variables[parts[0]] = parts[1]
        }
        let script = try shellBlock(containing: "/v1/signup")
            .replacing("http://127.0.0.1:8080", with: try #require(variables["GATEWAY_URL"]))
            .replacing("http://127.0.0.1:9229", with: try #require(variables["USERPOOL_POOL_ENDPOINT"]))
        let run = try await SpawnedProcess("bash", ["-euo", "pipefail", "-c", script], mergesErrors: true).waitForEnd()
        #expect(run.status == 0, "\(run.output)")
        let answers = run.output.split(separator: "\n").map { String($0) }
        #expect(answers.first?.contains("\"confirmed\":false") == true, "\(run.output)")
        #expect(answers.contains { $0.contains("\"confirmed\":true") })
        let profile = try #require(answers.last)
        #expect(profile.contains("\"carol\"") && profile.contains("carol@example.com"))
    }

    @Test("it names the two commands, and stays under 150 lines")
    func shape() throws {
        let text = try String(contentsOf: Example.top.appending(path: "README.md"), encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
        for command in ["Tools/dev", "Tools/test"] {
            #expect(text.contains(command))
            let path = Example.top.appending(path: command).path
            #expect(FileManager.default.isExecutableFile(atPath: path))
        }
    }

    /// The one shell example of the README that has `text` in it.
    private func shellBlock(containing text: String) throws -> String {
        let readme = try String(contentsOf: Example.top.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.split(separator: "```sh\n").dropFirst().compactMap { $0.split(separator: "\n```").first }
        let matching = blocks.filter { $0.contains(text) }
        try #require(matching.count == 1)
        return String(matching[0])
    }
}
