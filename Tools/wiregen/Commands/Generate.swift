import ArgumentParser
import Foundation

/// Writes the Swift files, or compares them with what would be written.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the Swift files of every operation that operations.json lists.",
        discussion: "Run it at the top of the repository, where the default folders are."
    )

    @Flag(help: "Write nothing; name each file that is stale and exit with 1 if there is one.")
    var check = false

    @Option(help: ArgumentHelp("The folder of the specifications and of operations.json.", valueName: "folder"))
    var specs = "Tools/wiregen/Specs"

    @Option(help: ArgumentHelp("The folder of the generated files; it holds no others.", valueName: "folder"))
    var output = "Modules/CognitoWire/Generated"

    func run() throws {
        try Wiregen.reportingFailures {
            let renderer = try Selection.renderer(specs: specs)
            let files = renderer.files()
            let folder = GeneratedFolder(path: output)
            for pattern in renderer.patterns.unsupported {
                print("unsupported pattern, not checked: \(pattern.shape) \(pattern.source) (\(pattern.reason))")
            }
            guard check else {
                let written = try folder.write(files)
                for name in written { print("written: \(output)/\(name)") }
                print("\(files.count) files, \(written.count) changed")
                return
            }
            let stale = try folder.stale(comparedWith: files)
            for name in stale { print("stale: \(output)/\(name)") }
            guard stale.isEmpty else {
                let mend = "run 'swift run wiregen generate' and commit the result"
                FileHandle.standardError.write(Data("wiregen: \(stale.count) stale; \(mend)\n".utf8))
                throw ExitCode.failure
            }
            print("\(files.count) files are up to date")
        }
    }
}
