import Foundation
import Testing

/// One Swift file of the repository.
struct SourceFile: CustomTestStringConvertible {
    /// Path from the top of the repository.
    let path: String
    let text: String

    /// The folder that holds the target the file belongs to: its first two path components.
    var target: String {
        path.split(separator: "/").prefix(2).joined(separator: "/")
    }

    /// The modules that the file imports.
    var imports: [String] {
        text.split(separator: "\n").compactMap { line in
            guard line.contains("import ") else { return nil } // the pattern alone takes half a minute for them all
            let declaration =
                #/
                ^\s* (?: @\w+ (?: \( [^)]* \) )? \s+ )*
                (?: (?: public|package|internal|fileprivate|private ) \s+ )? import \s+
                (?: (?: struct|class|enum|protocol|func|var|let|typealias ) \s+ )? ([A-Za-z_]\w*)
                /#
            return line.firstMatch(of: declaration).map { String($0.1) }
        }
    }

    var testDescription: String { path }
}

/// The checkout that the tests were built from.
enum SourceTree {
    static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file of the package's own targets; packages nested under `Tools` and samples have their own manifest.
    static let files: [SourceFile] = ["Modules", "Apps", "Tools/wiregen", "Tests"].flatMap { folder in
        swiftFiles(under: folder)
    }

    private static func swiftFiles(under folder: String) -> [SourceFile] {
        let root = top.appending(path: folder)
        guard let paths = FileManager.default.enumerator(atPath: root.path) else { return [] }
        return paths.compactMap { $0 as? String }
            .filter { $0.hasSuffix(".swift") && !$0.contains(".build") && !$0.contains("Samples/") }
            .sorted()
            .compactMap { name in
                guard let text = try? String(contentsOf: root.appending(path: name), encoding: .utf8) else {
                    return nil
                }
                return SourceFile(path: "\(folder)/\(name)", text: text)
            }
    }
}
