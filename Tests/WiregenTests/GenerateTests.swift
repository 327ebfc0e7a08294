import ArgumentParser
import Foundation
import Testing

@testable import wiregen

@Suite("Generate") struct GenerateTests {
    @Test("the greeter's files are the golden ones")
    func golden() throws {
        let files = try Renderer([Places.greeter()]).files()
        let golden = Places.bundle.appending(path: "Golden").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: golden).count == files.count)
        for (name, text) in files { #expect(text == (try Places.golden("\(name).golden")), "\(name)") }
    }

    @Test("the checked-in files are up to date")
    func upToDate() throws {
        let files = try Selection.renderer(specs: Places.specs).files()
        #expect(try GeneratedFolder(path: Places.generated).stale(comparedWith: files) == [])
        try run(["--check", "--specs", Places.specs, "--output", Places.generated])
    }

    @Test("an edited, a missing and a foreign file are each named, and the check fails")
    func stale() throws {
        let files = try Selection.renderer(specs: Places.specs).files()
        try Places.withTemporaryFolder { folder in
            let generated = GeneratedFolder(path: folder)
            #expect(try generated.write(files).count == files.count)
            #expect(try generated.write(files) == [])
            let check = ["generate", "--check", "--specs", Places.specs, "--output", folder]
            try run(check)
            try (files["Errors.swift"] ?? "").appending("// by hand\n")
                .write(toFile: "\(folder)/Errors.swift", atomically: true, encoding: .utf8)
            try FileManager.default.removeItem(atPath: "\(folder)/Services.swift")
            try Data().write(to: URL(filePath: "\(folder)/Stray.swift"))
            #expect(try generated.stale(comparedWith: files) == ["Errors.swift", "Services.swift", "Stray.swift"])
            #expect(throws: ExitCode(1)) { try run(check) }
            try run(["generate", "--specs", Places.specs, "--output", folder])
            #expect(try generated.stale(comparedWith: files) == [])
        }
    }

    @Test("a folder that is not there is an error of its own", arguments: ["--output", "--specs"])
    func missingFolder(option: String) {
        let folders = ["--specs": Places.specs, "--output": Places.generated].merging([option: "/dev/null/none"]) { $1 }
        #expect(throws: ExitCode(65)) { try run(["--check"] + folders.flatMap { [$0.key, $0.value] }) }
    }

    private func run(_ arguments: [String]) throws {
        var command = try Wiregen.parseAsRoot(arguments)
        try command.run()
    }
}
