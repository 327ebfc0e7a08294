import AppSupport
import ArgumentParser
import ByteCoding
import CognitoWire
import UserPoolKit

/// `userpool mfa`.
struct MFA: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mfa",
        abstract: "Your second factors.",
        subcommands: [Status.self, Set.self, TOTP.self]
    )

    /// `userpool mfa status`.
    struct Status: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show which second factors are on, and which is asked for first."
        )

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            context.print(try await context.pool.profile(accessToken: session.accessToken).mfaOutputValue)
        }
    }

    /// `userpool mfa set`.
    struct Set: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn second factors on and off; what is not named stays as it is.",
            discussion: """
                  userpool mfa set --totp preferred --sms on
                  userpool mfa set --email off
                  userpool mfa set --none

                SMS and e-mail need a confirmed number or address (userpool profile verify), an app must have been set up \
                (userpool mfa totp).
                """
        )

        /// What becomes of a factor.
        enum Setting: String, CaseIterable, ExpressibleByArgument {
            case on, off, preferred

            var change: MFAChange {
                switch self {
                case .on: .on()
                case .off: .off
                case .preferred: .on(isPreferred: true)
                }
            }
        }

        @Option(help: "Codes by SMS.")
        var sms: Setting?

        @Option(help: "Codes of an authenticator app.")
        var totp: Setting?

        @Option(help: "Codes by e-mail.")
        var email: Setting?

        @Flag(help: "Turn all second factors off.")
        var none = false

        @OptionGroup var options: PoolOptions

        private var settings: [MFAMethod: Setting] {
            let given: [MFAMethod: Setting?] = [.sms: sms, .totp: totp, .email: email]
            return given.compactMapValues(\.self)
        }

        func validate() throws {
            guard settings.isEmpty == none else {
                throw ValidationError("say what changes: --sms, --totp, --email, or --none")
            }
            guard settings.values.count(where: { $0 == .preferred }) <= 1 else {
                throw ValidationError("one factor is preferred")
            }
        }

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let profile =
                none
                ? try await context.pool.disableMFA(accessToken: session.accessToken)
                : try await context.pool.setMFA(settings.mapValues(\.change), accessToken: session.accessToken)
            context.print(profile.mfaOutputValue)
        }
    }

    /// `userpool mfa totp`.
    struct TOTP: PoolCommand {
        static let configuration = CommandConfiguration(
            commandName: "totp",
            abstract: "Set an authenticator app up, and turn it on as second factor.",
            discussion: """
                At a terminal the secret is shown, as a QR code too, and the app's first code asked for. Without one, or with -o json, the \
                secret is printed, and --code goes on:

                  userpool mfa totp -o json
                  userpool mfa totp --code 123456
                """
        )

        @Option(help: "The app's first code, after its secret was printed.")
        var code: String?

        @Option(help: "What you call the app.")
        var name: String?

        @Flag(help: "Ask for the app's code first where there are several factors.")
        var preferred = false

        @OptionGroup var app: AppDisplayOptions

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            if let code { return try await verify(code, session, in: context) }
            let setup = try await context.pool.setUpApp(accessToken: session.accessToken)
            let invitation = try app.invitation(setup, pool: context.pool, account: session.username)
            guard context.asks else {
                return context.print(
                    .members(["secret": .string(invitation.secret.value), "uri": .string(invitation.uri.value)])
                )
            }
            try app.show(invitation)
            try await verify(Terminal.ask("First code of the app", instead: "--code"), session, in: context)
        }

        private func verify(_ code: String, _ session: UserSession, in context: CommandContext) async throws {
            try await context.pool.verifyApp(code: code, name: name, accessToken: session.accessToken)
            let changes: [MFAMethod: MFAChange] = [.totp: .on(isPreferred: preferred)]
            let profile = try await context.pool.setMFA(changes, accessToken: session.accessToken)
            context.print(profile.mfaOutputValue)
        }
    }
}
