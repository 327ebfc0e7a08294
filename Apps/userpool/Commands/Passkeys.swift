import AppSupport
import ArgumentParser
import ByteCoding
import Foundation
import UserPoolKit

/// `userpool passkeys`.
struct Passkeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Your passkeys.",
        subcommands: [List.self, Add.self, Remove.self]
    )

    /// `userpool passkeys list`.
    struct List: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "List your passkeys.")

        @OptionGroup var pages: PageOptions
        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            try await pages.print("passkeys", in: context) { limit, token in
                let page = try await context.pool.passkeys(
                    limit: limit.map { min($0, 20) },
                    after: token,
                    accessToken: session.accessToken
                )
                return (page.elements.map(\.outputValue), page.next)
            }
        }
    }

    /// `userpool passkeys add`.
    struct Add: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a passkey.",
            discussion: """
                The pool's options are printed for a browser or an authenticator, and its answer is asked for. Without a \
                terminal, or with -o json, the answer comes in a second call, in a file or on standard input. With \
                --passkey-file the command is the authenticator itself and keeps the passkey in a file that only its \
                owner can read, with its private key: for machines and tests.

                  userpool passkeys add -o json > options.json
                  userpool passkeys add --credential-file answer.json
                  userpool passkeys add --passkey-file ~/.config/userpool/passkeys
                """
        )

        @Option(help: ArgumentHelp("Read the authenticator's answer, JSON, from a file.", valueName: "file"))
        var credentialFile: String?

        @Flag(help: "Read the authenticator's answer, JSON, from standard input.")
        var credentialStdin = false

        @OptionGroup var passkey: PasskeyFileOptions

        @OptionGroup var options: PoolOptions

        func validate() throws {
            let places = [credentialFile != nil, credentialStdin, passkey.passkeyFile != nil]
            guard places.count(where: \.self) <= 1 else {
                throw ValidationError("the authenticator's answer comes from one place")
            }
        }

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            var credential = try given()
            if credential == nil {
                let options = try await context.pool.beginPasskey(accessToken: session.accessToken)
                if let file = passkey.open(endpoint: context.settings.endpoint) {
                    credential = try file.register(options: options)
                } else if context.asks {
                    credential = try ChallengeDialogue.askForCredential(options)
                } else {
                    let value = try JSONReader().read(Array(options.utf8))
                    return context.print(.members(["status": .string("registration"), "options": value]))
                }
            }
            try await context.pool.addPasskey(credential ?? "", accessToken: session.accessToken)
            context.print(.members(["username": .string(session.username), "registered": .bool(true)]))
        }

        private func given() throws -> String? {
            if credentialStdin { return try SecretText.text(SecretText.read(.standardInput, named: "standard input")) }
            return try credentialFile.map { try SecretText.text(SecretText.read(path: $0)) }
        }
    }

    /// `userpool passkeys remove`.
    struct Remove: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a passkey from the pool.",
            discussion: "It asks first, unless --yes is given. --dry-run shows the passkey and removes nothing."
        )

        @Argument(help: "The passkey's id, as passkeys list shows it.")
        var id: String

        @OptionGroup var consent: Consent
        @OptionGroup var rehearsal: Rehearsal
        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let passkey = try await find(in: context, session)
            if !rehearsal.dryRun {
                try consent.ask("Remove the passkey \(passkey.name)")
                try await context.pool.removePasskey(id, accessToken: session.accessToken)
            }
            context.print(
                .members([
                    "id": .string(id), "name": .string(passkey.name), "removed": .bool(!rehearsal.dryRun),
                ])
            )
        }

        private func find(in context: CommandContext, _ session: UserSession) async throws -> Passkey {
            var token: PageToken?
            repeat {
                let page = try await context.pool.passkeys(after: token, accessToken: session.accessToken)
                if let passkey = page.elements.first(where: { $0.id == id }) { return passkey }
                token = page.next
            } while token != nil
            throw Problem(.invalidParameter, "you have no passkey \(id); userpool passkeys list shows them")
        }
    }
}

extension Passkey {
    /// The passkey as it is printed.
    fileprivate var outputValue: JSONValue {
        .members([
            "id": .string(id),
            "name": .string(name),
            "relyingPartyId": .string(relyingPartyID),
            "createdAt": .time(createdAt),
            "attachment": .string(attachment ?? ""),
            "transports": .texts(transports),
        ])
    }
}
