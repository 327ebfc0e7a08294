import Testing

@Suite("Architecture") struct ArchitectureTests {
    @Test("every import is an arrow of the table", arguments: SourceTree.files)
    func imports(file: SourceFile) throws {
        #expect(forbiddenImports(of: file) == [])
    }

    @Test("every arrow of the table is used, so that the table shows the house as it is")
    func noStaleArrow() {
        let used = Dictionary(grouping: SourceTree.files, by: \.target).mapValues { Set($0.flatMap(\.imports)) }
        for (target, modules) in Arrows.allowed {
            #expect(modules.subtracting(used[target] ?? []) == [], "\(target) lists modules that it does not import")
        }
    }

    @Test("arrows between rooms point down, never sideways")
    func arrowsPointDown() {
        let levels = Dictionary(
            uniqueKeysWithValues: Arrows.lines.enumerated().flatMap { level, rooms in rooms.map { ($0, level) } }
        )
        for (target, modules) in Arrows.allowed where target.hasPrefix("Modules/") {
            let room = String(target.dropFirst("Modules/".count))
            guard let level = levels[room] else {
                Issue.record("\(room) stands on no line")
                continue
            }
            for module in modules {
                guard let below = levels[module], !Arrows.sideways.contains("\(room) → \(module)") else { continue }
                #expect(below < level, "\(room) → \(module) does not point down")
            }
        }
    }

    @Test(
        "a forbidden import is seen, whatever it is dressed in",
        arguments: [
            "import Foundation",
            "public import Foundation",
            "@preconcurrency internal import Foundation",
            "@_spi(Testing) import Foundation",
            "    import struct Foundation.Date",
        ]
    )
    func forbiddenImportIsSeen(line: String) {
        let file = SourceFile(path: "Modules/ByteCoding/Hex.swift", text: "/// A file.\n\(line)\nlet a = 1\n")
        #expect(forbiddenImports(of: file) == ["Foundation"])
    }

    @Test("a target that the table does not know may import nothing")
    func unknownTarget() {
        let file = SourceFile(path: "Modules/Attic/Attic.swift", text: "import ByteCoding\n")
        #expect(forbiddenImports(of: file) == ["ByteCoding"])
    }

    @Test("files stay under 400 lines, generated ones aside", arguments: SourceTree.files)
    func fileLength(file: SourceFile) {
        guard !file.path.contains("/Generated/") else { return }
        #expect(file.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 400)
    }

    private func forbiddenImports(of file: SourceFile) -> [String] {
        let allowed = (Arrows.allowed[file.target] ?? []).union(Arrows.platform)
        return file.imports.filter { !allowed.contains($0) }
    }
}
