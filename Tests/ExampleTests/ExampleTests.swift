import Foundation
import TestSupport
import Testing

@Suite("Examples") struct ExampleTests {
    @Test("every Swift example of the README and the catalogues compiles")
    func examplesCompile() async throws {
        let examples = try Example.all()
        #expect(examples.count > 5)
        let sources = examples.enumerated().map { $1.source(number: $0) }
        let outcome = try await onOwnThread { try typecheck(sources) }
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
    }

    @Test("an example that does not compile is seen, with its page and line")
    func brokenExampleIsSeen() async throws {
        let page =
            "# Page\n\n<!-- given: name: String -->\n```swift\nimport ByteCoding\nlet hex = Hex.encoded(name)\n```\n"
        let examples = Example.examples(in: page, page: "Page.md")
        #expect(examples.map(\.place) == ["Page.md:4"])
        let sources = examples.enumerated().map { $1.source(number: $0) }
        let outcome = try await onOwnThread { try typecheck(sources) }
        #expect(outcome.status != 0 && outcome.diagnostics.contains("encoded"))
    }

    /// Lets the compiler read sources against the modules that were built with the tests.
    private func typecheck(_ sources: [String]) throws -> (status: Int32, diagnostics: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "examples-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try sources.enumerated().map { number, source in
            let url = folder.appending(path: "Example\(number).swift")
            try Data(source.utf8).write(to: url)
            return url.path
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["swiftc", "-typecheck", "-swift-version", "6", "-module-name", "Examples", "-parse-as-library"]
            + ["-I", Bundle.main.bundleURL.appending(path: "Modules").path]
            + cModules.flatMap { ["-I", $0] } + packageModuleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
            + files
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let diagnostics = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: diagnostics, as: UTF8.self))
    }

    /// The folders of the C rooms, which our modules were built against.
    private var cModules: [String] {
        let modules = Example.top.appending(path: "Modules")
        let rooms = (try? FileManager.default.contentsOfDirectory(atPath: modules.path)) ?? []
        return rooms.sorted().map { modules.appending(path: $0).path }
            .filter { FileManager.default.fileExists(atPath: "\($0)/module.modulemap") }
    }

    /// The module maps of C targets in the packages that we use: those they bring, and those the build made for them.
    private var packageModuleMaps: [String] {
        let products = Bundle.main.bundleURL
        let made = children(of: products).filter { $0.pathExtension == "build" }
        let brought = children(
            of: products.deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "checkouts")
        )
        .flatMap { children(of: $0.appending(path: "Sources")) }
        .flatMap { [$0, $0.appending(path: "include")] }
        return (made + brought).map { $0.appending(path: "module.modulemap").path }
            .filter { FileManager.default.fileExists(atPath: $0) }
    }

    private func children(of folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { folder.appending(path: $0) }
    }
}
