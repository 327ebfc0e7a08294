import Foundation
import Testing

/// The tables of use cases and of known mistakes in the room's documentation, read as they stand there.
@Suite("The tables of the documentation") struct UseCaseTableTests {
    /// A row: what it is about, what its second column says, and the test.
    private struct Row {
        let subject: String
        let text: Substring
        let suite: Substring
        let test: Substring
    }

    private static let methods = [
        "signup", "signupConfirm", "signupResend", "login", "loginMfa", "loginNewPasswordRequired", "logout",
        "refreshSession", "getMfa", "setMfa", "profile", "profileEdit", "profileAttributeConfirm",
        "profileEditPhoneNumber", "passwordChange", "passwordForgot", "passwordReset",
    ]

    private static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The rows of a page, but for the heads of its tables.
    private static func rows(of page: String) throws -> [Row] {
        let file = top.appending(path: "Modules/UserPoolKit/UserPoolKit.docc/\(page).md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.filter { $0.hasPrefix("| ") && !$0.hasSuffix("| Proved by |") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
            try #require(cells.count == 3, "\(line)")
            let proof = cells[2].split { $0 == " " || $0 == "`" }
            try #require(proof.count == 2, "\(line)")
            return Row(subject: String(cells[0]), text: cells[1], suite: proof[0], test: proof[1])
        }
    }

    private static func sources(_ folder: String) throws -> [(name: String, text: String)] {
        let files = FileManager.default.enumerator(at: top.appending(path: folder), includingPropertiesForKeys: nil)
        var sources: [(String, String)] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            sources.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
        }
        return sources
    }

    /// Expects the test of each row to be there.
    private func expectTests(_ rows: [Row]) throws {
        let tests = try Self.sources("Tests")
        for row in rows {
            let declaration = try Regex("@Test(?:(?!func )[\\s\\S])*?func \(row.test)\\(")
            let hasTest = tests.contains { $0.name == "\(row.suite).swift" && $0.text.contains(declaration) }
            #expect(hasTest, "\(row.subject): \(row.suite) \(row.test)")
        }
    }

    @Test("every use case and every method has a row, a call that exists, and a test that exists")
    func useCases() throws {
        let rows = try Self.rows(of: "UseCases")
        let subjects = rows.compactMap { $0.subject.split(separator: " ").first.map(String.init) }
        let expected = (1...32).map(String.init) + ["16b"] + Self.methods
        #expect(Set(expected).subtracting(subjects).isEmpty)
        let room = try Self.sources("Modules/UserPoolKit").map(\.text).joined()
        for row in rows {
            let calls = row.text.matches(of: /``([^`]+)``/).map(\.output.1)
            #expect(!calls.isEmpty, "\(row.subject)")
            for call in calls {
                let name = call.split(separator: "/").last?.prefix { $0 != "(" } ?? ""
                let declaration = try Regex("(func|case|static let|var|struct|class) \(name)\\b")
                #expect(room.contains(declaration), "\(row.subject): \(call)")
            }
        }
        try expectTests(rows)
    }

    @Test("every known mistake has a test that exists")
    func knownMistakes() throws {
        let rows = try Self.rows(of: "KnownMistakes")
        #expect(rows.count >= 40)
        try expectTests(rows)
    }
}
