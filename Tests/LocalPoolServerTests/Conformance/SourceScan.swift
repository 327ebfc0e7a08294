import Foundation

/// What the sources of tests name: a cheap way to see what they go through.
struct SourceScan: Sendable {
    private let text: String

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardized
    /// The tests that call a pool in the same process.
    static let inProcess = SourceScan("Tests/LocalPoolTests")
    /// The same, for the names of flows and challenges in any spelling.
    static let signIns = SourceScan("Tests/LocalPoolTests", simplified: true)

    private init(_ folder: String, simplified: Bool = false) {
        let root = Self.repository.appending(path: folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        let texts = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.compactMap {
            try? String(contentsOf: $0, encoding: .utf8)
        }
        text = simplified ? Self.simplified(texts.joined(separator: "\n")) : texts.joined(separator: "\n")
    }

    /// Whether an operation's type is handed to a call: `Name.self`, with nothing before it that makes it another type.
    func calls(_ operation: String) -> Bool {
        text.ranges(of: "\(operation).self").contains { range in
            guard let before = text[..<range.lowerBound].last else { return true }
            return !before.isLetter && !before.isNumber && before != "."
        }
    }

    /// Whether a flow or challenge is named, such as `WEB_AUTHN` or `.webAuthn`.
    func mentions(_ name: String) -> Bool {
        let simple = Self.simplified(name)
        return [".\(simple)", "\"\(simple)\""].contains { text.contains($0) }
    }

    private static func simplified(_ text: String) -> String {
        text.lowercased().replacing("_", with: "")
    }
}
