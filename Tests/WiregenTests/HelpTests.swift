import ArgumentParser
import Testing

@testable import wiregen

@Suite("Help") struct HelpTests {
    @Test("the help texts name every command and option, and the exit statuses")
    func help() {
        let root = Wiregen.helpMessage(columns: 120)
        for word in ["generate", "import", "diff", "65", "Smithy", "botocore"] { #expect(root.contains(word)) }
        #expect(Wiregen.helpMessage(for: Generate.self, columns: 120).contains("--check"))
        #expect(Wiregen.helpMessage(for: Import.self, columns: 120).contains("--output <file>"))
        #expect(Wiregen.helpMessage(for: Diff.self, columns: 120).contains("breaks"))
    }

    @Test("a wrong option is an error of usage")
    func wrongOption() {
        let error = #expect(throws: (any Error).self) { try Wiregen.parseAsRoot(["diff", "--frobnicate"]) }
        #expect(error.map { Wiregen.exitCode(for: $0) } == .validationFailure)
    }
}
