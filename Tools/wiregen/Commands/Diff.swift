import ArgumentParser

/// Lists what changed between two models.
struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what changed between two models, and what of it breaks callers.",
        discussion: """
            The two may be in different formats. A line begins with + for what was added, - for what was removed and ~ \
            for what changed; what breaks callers says so. Exit status: 0 no difference, 1 only what callers can \
            ignore, 2 something that breaks them.
            """
    )

    @Argument(help: "The older model.")
    var old: String

    @Argument(help: "The newer model.")
    var new: String

    func run() throws {
        try Wiregen.reportingFailures {
            let comparison = Comparison(
                old: try ModelFile(path: old).specification(),
                new: try ModelFile(path: new).specification()
            )
            print(comparison.report, terminator: "")
            guard comparison.changes.isEmpty else { throw ExitCode(comparison.breaksCallers ? 2 : 1) }
        }
    }
}
