import ArgumentParser
import Foundation

/// Turns a published model into a specification.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn a service's published model into a specification.",
        discussion: """
            A specification holds the facts that the wire depends on and no documentation: operations, shapes, members, \
            constraints, sensitivity, authentication, errors and pages. Its text is canonical, so that a new model shows \
            as a small change.
            """
    )

    @Argument(help: "botocore's service-2.json(.gz), or a Smithy 2.0 JSON AST.")
    var model: String

    @Option(help: ArgumentHelp("The file to write; standard output if it is left out.", valueName: "file"))
    var output: String?

    func run() throws {
        try Wiregen.reportingFailures {
            let text = try CanonicalJSON.text(of: ModelFile(path: model).specification())
            guard let output else { return print(text, terminator: "") }
            guard FileManager.default.createFile(atPath: output, contents: Data(text.utf8)) else {
                throw WiregenError(.file, "\(output) cannot be written; check that its folder is there and writable")
            }
        }
    }
}
