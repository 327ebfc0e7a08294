import AppSupport
import ArgumentParser
import ByteCoding
import Foundation
import UserPoolKit

/// `userpool password`.
struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change a password, or get a new one with a code.",
        subcommands: [Change.self, Forgot.self, Reset.self]
    )

    /// `userpool password change`.
    struct Change: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "Change your own password.")

        @Option(help: ArgumentHelp("A file that holds the present password.", valueName: "file"))
        var currentPasswordFile: String?

        @Option(help: ArgumentHelp("A file that holds the new password.", valueName: "file"))
        var newPasswordFile: String?

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.freshSession()
            let current = try secret(currentPasswordFile, "Present password", "--current-password-file")
            let new = try secret(newPasswordFile, "New password", "--new-password-file")
            try await context.pool.changePassword(from: current, to: new, accessToken: session.accessToken)
            context.print(.members(["username": .string(session.username), "changed": .bool(true)]))
        }
    }

    /// `userpool password forgot`.
    struct Forgot: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "Ask for a code to set a new password with.")

        @Option(help: "The username, or an alias of it.")
        var user: String

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let delivery = try await context.pool.forgotPassword(username: user)
            context.print(.members(["username": .string(user), "delivery": delivery.map(\.outputValue)]))
        }
    }

    /// `userpool password reset`.
    struct Reset: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "Set a new password with the code that was sent.")

        @Option(help: "The username, as with forgot.")
        var user: String

        @Option(help: "The code.")
        var code: String

        @Flag(help: "Read the new password from standard input.")
        var newPasswordStdin = false

        @Option(help: ArgumentHelp("A file that holds the new password.", valueName: "file"))
        var newPasswordFile: String?

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let password =
                newPasswordStdin
                ? try SecretText.read(.standardInput, named: "standard input")
                : try secret(newPasswordFile, "New password", "--new-password-stdin or --new-password-file")
            try await context.pool.resetPassword(username: user, code: code, to: password)
            context.print(.members(["username": .string(user), "changed": .bool(true)]))
        }
    }
}
