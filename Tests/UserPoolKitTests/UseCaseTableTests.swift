import Foundation
import Testing

/// The table of use cases in the room's documentation, read as it stands there.
@Suite("The table of use cases") struct UseCaseTableTests {
    private struct Row {
        let useCase: String
        let calls: [Substring]
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

    private static func rows() throws -> [Row] {
        let page = top.appending(path: "Modules/UserPoolKit/UserPoolKit.docc/UseCases.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        let rows = lines.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| Use case") && !$0.hasPrefix("| Method") }
        return rows.compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
            guard cells.count == 3 else { return nil }
            let proof = cells[2].split { $0 == " " || $0 == "`" }
            guard proof.count == 2 else { return nil }
            let calls = cells[1].matches(of: /``([^`]+)``/).map(\.output.1)
            return Row(useCase: String(cells[0]), calls: calls, suite: proof[0], test: proof[1])
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

    @Test("every use case and every method has a row, a call that exists, and a test that exists")
    func complete() throws {
        let rows = try Self.rows()
        let numbers = rows.compactMap { $0.useCase.split(separator: " ").first.map(String.init) }
        let expected = (1...32).map(String.init) + ["16b"] + Self.methods
        #expect(Set(expected).subtracting(numbers).isEmpty)
        let tests = try Self.sources("Tests/UserPoolKitTests") + Self.sources("Tests/GatewayTests")
        let room = try Self.sources("Modules/UserPoolKit").map(\.text).joined()
        for row in rows {
            let file = try #require(tests.first { $0.name == "\(row.suite).swift" }, "\(row.useCase): \(row.suite)")
            #expect(file.text.contains(try Regex("@Test[^}]*?func \(row.test)\\(")), "\(row.useCase): \(row.test)")
            #expect(!row.calls.isEmpty, "\(row.useCase)")
            for call in row.calls {
                let name = call.split(separator: "/").last?.prefix { $0 != "(" } ?? ""
                let declaration = try Regex("(func|case|static let|var|struct|class) \(name)\\b")
                #expect(room.contains(declaration), "\(row.useCase): \(call)")
            }
        }
    }
}
