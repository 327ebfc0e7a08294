import AppSupport
import ArgumentParser
import ByteCoding
import UserPoolKit

/// `userpool signup`.
struct Signup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign a new user up.",
        subcommands: [New.self, Confirm.self, Resend.self]
    )

    /// `userpool signup new`.
    struct New: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign up; the pool sends a code where it asks for one."
        )

        @Option(help: "The username, or the address or number where the pool signs in with one.")
        var user: String

        @OptionGroup var password: PasswordOptions

        @Flag(help: "Sign up without a password, where the pool allows it.")
        var noPassword = false

        @Option(
            name: .customLong("attribute"),
            help: ArgumentHelp("An attribute; may be repeated.", valueName: "name=value")
        )
        var attributes: [AttributeArgument] = []

        @OptionGroup var options: PoolOptions

        func validate() throws {
            guard !noPassword || (!password.passwordStdin && password.passwordFile == nil) else {
                throw ValidationError("--no-password goes with no password")
            }
        }

        func run(in context: CommandContext) async throws {
            let result = try await context.pool.signUp(
                username: user,
                password: noPassword ? nil : password.readNew(),
                attributes: attributes.byName
            )
            context.print(
                .members([
                    "username": .string(result.username),
                    "sub": .string(result.subject),
                    "confirmed": .bool(result.isConfirmed),
                    "delivery": result.delivery.map(\.outputValue),
                ])
            )
        }
    }

    /// `userpool signup confirm`.
    struct Confirm: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "Confirm a sign-up with the code that was sent.")

        @Option(help: "The username.")
        var user: String

        @Option(help: "The code; asked for unless it is given.")
        var code: String?

        @Flag(help: "Take an address or number over from a user who confirmed it before.")
        var takeOverAlias = false

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let code = try code ?? Terminal.ask("Code", instead: "--code")
            try await context.pool.confirmSignUp(username: user, code: code, takeOverAlias: takeOverAlias)
            context.print(.members(["username": .string(user), "confirmed": .bool(true)]))
        }
    }

    /// `userpool signup resend`.
    struct Resend: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "Send the code of a sign-up again.")

        @Option(help: "The username.")
        var user: String

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let delivery = try await context.pool.resendSignUpCode(username: user)
            context.print(.members(["username": .string(user), "delivery": delivery.map(\.outputValue)]))
        }
    }
}
