import AppSupport
import ArgumentParser
import ByteCoding
import CognitoJWT
import Foundation

/// `userpool jwt`.
struct JWT: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jwt",
        abstract: "Look at tokens, verify them, and see the keys that sign them.",
        subcommands: [Decode.self, Verify.self, Keys.self]
    )
}

/// Where one token comes from.
struct TokenArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The token, or - for standard input, where other users of this machine cannot see it.",
            valueName: "token|-"
        )
    )
    var token: String?

    /// The token; of standard input everything, less one newline at its end.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/usage`` if there is none, ``Problem/Code/inputOutput``.
    func read() throws -> String {
        if let token, token != "-" { return token }
        guard token != nil || isatty(STDIN_FILENO) == 0 else {
            throw Problem(.usage, "which token? Give it on standard input, or as an argument that others can see")
        }
        var input = TokenInput()
        return try input.token()
    }
}

extension JWT {
    /// `userpool jwt decode`.
    struct Decode: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a token says, without verifying it: anybody can have written it.",
            discussion: """
                The signature is neither checked nor shown. To know who sent a token, use userpool jwt verify.

                Exit 0 if the text has the form of a token, 65 if not.

                  userpool token id | userpool jwt decode
                  userpool jwt decode - -o json < token.txt
                """
        )

        @OptionGroup var argument: TokenArgument

        @Option(
            name: .shortAndLong,
            help: "How the token is printed: table, json, ndjson, yaml, env or value."
        )
        var output: OutputFormat = .table

        func run() throws {
            let text: String
            do {
                text = try argument.read()
            } catch {
                Failure.report(Problem(describing: error), as: output)
            }
            do throws(JWTError) {
                let token = try UnverifiedToken(text)
                output.print(
                    .members([
                        "verified": .bool(false), "warning": .string(Self.warning),
                        "header": .object(token.header), "claims": .object(token.payload),
                    ])
                )
            } catch {
                output.print(
                    .members([
                        "verified": .bool(false), "code": .string("\(error.code)"), "message": .string(error.message),
                    ])
                )
                throw ExitCode(ExitStatus.badInput.rawValue)
            }
        }

        private static let warning = "NOT VERIFIED: anybody can have written this"
    }
}
