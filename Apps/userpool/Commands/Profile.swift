import AppSupport
import ArgumentParser
import ByteCoding
import UserPoolKit

/// `userpool profile`.
struct Profile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Your own entry in the pool.",
        subcommands: [Get.self, Set.self, Unset.self, Phone.self, Verify.self, Confirm.self, Delete.self]
    )

    /// `userpool profile get`.
    struct Get: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "Show your username, attributes and second factors.")

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            context.print(try await context.pool.profile(accessToken: session.accessToken).outputValue)
        }
    }

    /// `userpool profile set`.
    struct Set: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change attributes; the pool sends codes for addresses and numbers that must be confirmed.",
            discussion: "  userpool profile set name='Alice A.' email=alice@example.com"
        )

        @Argument(help: ArgumentHelp("The attributes.", valueName: "name=value"))
        var attributes: [AttributeArgument]

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            try await context.change(attributes.byName.mapValues { $0 })
        }
    }

    /// `userpool profile unset`.
    struct Unset: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "Remove attributes.")

        @Argument(help: ArgumentHelp("The attributes.", valueName: "name"))
        var names: [String]

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            try await context.pool.removeAttributes(names, accessToken: session.accessToken)
            context.print(.members(["username": .string(session.username), "changed": .texts(names)]))
        }
    }

    /// `userpool profile phone`.
    struct Phone: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change your phone number, or remove it and with it codes by SMS.",
            discussion: """
                  userpool profile phone +15555550100
                  userpool profile confirm phone_number --code 123456
                  userpool profile phone --remove
                """
        )

        @Argument(help: "The number, with a plus and the country's code.")
        var number: String?

        @Flag(help: "Remove the number; SMS is no second factor any more.")
        var remove = false

        @OptionGroup var options: PoolOptions

        func validate() throws {
            guard (number == nil) == remove else { throw ValidationError("give a number, or --remove") }
        }

        func run(in context: CommandContext) async throws {
            if let number { return try await context.change(["phone_number": number]) }
            let session = try await context.current.fresh()
            let profile = try await context.pool.profile(accessToken: session.accessToken)
            if profile.mfaMethods.contains(.sms) {
                _ = try await context.pool.setMFA([.sms: .off], accessToken: session.accessToken)
            }
            try await context.pool.removeAttributes(["phone_number"], accessToken: session.accessToken)
            context.print(.members(["username": .string(session.username), "changed": .texts(["phone_number"])]))
        }
    }

    /// `userpool profile verify`.
    struct Verify: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask for a code that confirms an address or a number; go on with profile confirm."
        )

        @Argument(help: "email or phone_number.")
        var name: String

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let delivery = try await context.pool.sendVerificationCode(for: name, accessToken: session.accessToken)
            context.print(.members(["attribute": .string(name), "delivery": delivery.map(\.outputValue)]))
        }
    }

    /// `userpool profile confirm`.
    struct Confirm: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Confirm an address or a number with the code that was sent there."
        )

        @Argument(help: "email or phone_number.")
        var name: String

        @Option(help: "The code; asked for unless it is given.")
        var code: String?

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let code = try code ?? Terminal.ask("Code", instead: "--code")
            try await context.pool.verifyAttribute(name, code: code, accessToken: session.accessToken)
            context.print(.members(["attribute": .string(name), "confirmed": .bool(true)]))
        }
    }

    /// `userpool profile delete`.
    struct Delete: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete yourself from the pool, for good.",
            discussion: "It asks first, unless --yes is given. --dry-run shows who would be deleted and deletes nobody."
        )

        @OptionGroup var consent: Consent
        @OptionGroup var rehearsal: Rehearsal
        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let profile = try await context.pool.profile(accessToken: session.accessToken)
            if !rehearsal.dryRun {
                try consent.ask("Delete \(profile.username) from the pool \(context.pool.id), for good")
                try await context.pool.deleteUser(accessToken: session.accessToken)
                try await context.current.forgetDevice(for: session.username)
                if case .failed(let error) = await context.current.signOut(.here) { throw error }
            }
            context.print(
                .members([
                    "username": .string(profile.username),
                    "email": profile.attributes["email"].map { .string($0) },
                    "deleted": .bool(!rehearsal.dryRun),
                ])
            )
        }
    }
}

/// Doing as if.
struct Rehearsal: ParsableArguments {
    @Flag(help: "Show what would happen, and change nothing.")
    var dryRun = false
}

extension CommandContext {
    /// Changes attributes of the signed-in user, and prints where codes went.
    fileprivate func change(_ attributes: [String: String?]) async throws {
        let session = try await current.fresh()
        let deliveries = try await pool.updateAttributes(attributes, accessToken: session.accessToken)
        print(
            .members([
                "username": .string(session.username),
                "changed": .texts(attributes.keys.sorted()),
                "pending": .array(deliveries.map(\.outputValue)),
            ])
        )
    }
}

extension UserProfile {
    /// The profile as it is printed.
    var outputValue: JSONValue {
        .members(["username": .string(username), "attributes": .map(attributes), "mfa": mfaOutputValue])
    }

    /// The second factors as they are printed.
    var mfaOutputValue: JSONValue {
        .members([
            "enabled": .texts(mfaMethods.map(\.shortName)),
            "preferred": preferredMFAMethod.map { .string($0.shortName) },
        ])
    }
}
