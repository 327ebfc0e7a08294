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

        @Flag(help: "You have no password yet.")
        var noCurrentPassword = false

        @OptionGroup var newPassword: NewPasswordOptions

        @OptionGroup var options: PoolOptions

        func validate() throws {
            guard !noCurrentPassword || currentPasswordFile == nil else {
                throw ValidationError("--no-current-password and --current-password-file exclude each other")
            }
        }

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let current =
                noCurrentPassword
                ? nil : try secret(currentPasswordFile, "Present password", "--current-password-file")
            let new = try newPassword.read()
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

        @Option(help: "The code; asked for unless it is given.")
        var code: String?

        @OptionGroup var newPassword: NewPasswordOptions

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let code = try code ?? Terminal.ask("Code", instead: "--code")
            try await context.pool.resetPassword(username: user, code: code, to: newPassword.read())
            context.print(.members(["username": .string(user), "changed": .bool(true)]))
        }
    }
}

/// Where a new password comes from, if not from a prompt; never from an argument.
struct NewPasswordOptions: ParsableArguments {
    @Flag(help: "Read the new password from standard input.")
    var newPasswordStdin = false

    @Option(help: ArgumentHelp("A file that holds the new password.", valueName: "file"))
    var newPasswordFile: String?

    func validate() throws {
        guard !newPasswordStdin || newPasswordFile == nil else {
            throw ValidationError("the new password comes from one place")
        }
    }

    /// Reads the password, or asks for it twice.
    func read() throws -> SecretBytes {
        if newPasswordStdin { return try SecretText.read(.standardInput, named: "standard input") }
        if let newPasswordFile { return try SecretText.read(path: newPasswordFile) }
        return try Terminal.askNewSecret("New password", instead: "--new-password-stdin or --new-password-file")
    }
}
