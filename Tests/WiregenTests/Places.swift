import Foundation

@testable import wiregen

/// Files that the tests read, and folders that they write.
enum Places {
    static let bundle = Bundle.module.bundleURL

    /// The top of the repository.
    static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The checked-in specifications.
    static let specs = top.appending(path: "Tools/wiregen/Specs").path

    /// The checked-in generated files.
    static let generated = top.appending(path: "Modules/CognitoWire/Generated").path

    /// The path of a fixture.
    static func fixture(_ name: String) -> String {
        bundle.appending(path: "Fixtures/\(name)").path
    }

    /// The text of a golden file.
    static func golden(_ name: String) throws -> String {
        try String(contentsOf: bundle.appending(path: "Golden/\(name)"), encoding: .utf8)
    }

    /// Runs `body` with a folder of its own, which is removed afterwards.
    static func withTemporaryFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wiregen-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    /// The facts of a fixture.
    static func specification(_ name: String) throws -> Specification {
        try ModelFile(path: fixture(name)).specification()
    }

    /// The greeter of the fixtures, translated.
    static func greeter() throws -> ServiceDeclarations {
        try Translator(
            specification("greeter/greeter.json"),
            label: "Greeter",
            source: "greeter.json",
            namespace: "Hello"
        ).declarations()
    }
}
