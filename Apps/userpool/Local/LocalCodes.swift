import AppSupport
import ArgumentParser
import ByteCoding

extension Local {
    /// `userpool local code`.
    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the newest code that a user was sent and that nobody has asked for yet.",
            discussion: "If no code comes in time, the exit code is 75."
        )

        @Argument(help: "A username, an address, a number or a sub.")
        var user: String

        @Option(help: ArgumentHelp("Wait for a code if there is none, such as 10s; at most 60s.", valueName: "time"))
        var wait: String?

        @OptionGroup var options: CodeOptions

        func run() async throws {
            await options.show("codes", of: user, wait: wait)
        }
    }

    /// `userpool local totp`.
    struct TOTP: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "totp",
            abstract: "Print the code that a user's authenticator app shows right now."
        )

        @Argument(help: "A username, an alias or a sub.")
        var user: String

        @OptionGroup var options: CodeOptions

        func run() async throws {
            await options.show("totp", of: user)
        }
    }
}

/// Where a code is looked for, and how it is printed: alone, unless a format is asked for.
struct CodeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only of this user pool.", valueName: "id"))
    var pool: String?

    @Option(help: ArgumentHelp("The local pool's address.", valueName: "url"))
    var endpoint: String?

    @Option(name: .shortAndLong, help: "How the code is printed; alone unless this is given.")
    var output: OutputFormat?

    /// Prints a user's code, and ends the command if there is none.
    func show(_ route: String, of user: String, wait: String? = nil) async {
        do {
            let answer = try await LocalPoolClient(endpoint: endpoint).get(
                "\(route)/\(LocalPoolClient.percentEncoded(user))",
                ["pool": pool, "wait": wait]
            )
            if let output {
                output.print(answer)
            } else {
                try StandardOutput.write(line: answer.object?["code"]?.plain ?? "")
            }
        } catch {
            Failure.report(Problem(describing: error), as: output ?? .table)
        }
    }
}
