import AppSupport
import ArgumentParser
import ByteCoding
import CurlMail
import CurlTransport
import Foundation
import LocalPool
import LocalPoolServer

/// `userpool local`.
struct Local: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A user pool on this machine, for development and tests.",
        subcommands: [
            Start.self, Info.self, Inbox.self, Code.self, TOTP.self, Clock.self, Chaos.self, Reset.self, Seed.self,
            Snapshot.self, Events.self,
        ]
    )

    /// `userpool local start`.
    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start a local pool and stay in the foreground.",
            discussion: """
                The pool verifies SRP, checks codes and signs tokens like the service, and keeps everything in memory or in \
                the file of --data. The ids are random unless they are given, and kept with the data. Codes are at \
                ENDPOINT/_local/codes/USERNAME, and what the pool does otherwise than the service is listed at \
                ENDPOINT/_local/differences. Stop it with Ctrl-C.
                """
        )

        @Option(help: "The address to listen at.")
        var host = "127.0.0.1"

        @Option(help: "The port; 0 takes a free one.")
        var port = 9229

        @Flag(help: "Allow an address that other machines can reach.")
        var allowOtherMachines = false

        @Option(help: ArgumentHelp("Keep everything in this file.", valueName: "file"))
        var data: String?

        @Option(
            help: ArgumentHelp(
                "Make what this file says: pools and users in YAML or JSON, or in .ndjson a user on each line.",
                valueName: "file"
            )
        )
        var seed: [String] = []

        @Option(help: ArgumentHelp("Send e-mails to an SMTP server on this machine too.", valueName: "port"))
        var smtpPort: UInt16?

        @Option(help: ArgumentHelp("Send this code every time instead of a random one.", valueName: "code"))
        var fixedCode: String?

        @Flag(help: "Do as the service wherever the pool knows how: calls are signed, ids and codes drawn by lot.")
        var strict = false

        @Option(help: ArgumentHelp("The user pool id.", valueName: "id"))
        var poolID: String?

        @Option(help: ArgumentHelp("The app client id.", valueName: "id"))
        var clientID: String?

        @Option(name: .shortAndLong, help: "How the line about the pool is printed: table, json, yaml, env.")
        var output: OutputFormat = .table

        func run() async throws {
            do {
                var configuration = LocalPoolConfiguration(file: data)
                configuration.mode = strict ? .strict : .lenient
                configuration.fixedCode = fixedCode
                configuration.poolID = poolID
                configuration.clientID = clientID
                configuration.hooks = try CurlTransport()
                configuration.mail = try smtpPort.map { port in
                    try SMTPTransport(configuration: .init(host: "127.0.0.1", port: port))
                }
                var options = LocalPoolServerOptions(port: port)
                options.host = host
                options.version = Release.version
                options.allowsOtherMachines = allowOtherMachines
                let pool = try LocalPool(configuration: configuration)
                for file in seed { try await SeedFile(file).plant(in: pool) }
                let server = LocalPoolServer(pool: pool, options: options)
                try await LocalRun(server: server, pool: pool).run(output)
            } catch {
                Failure.report(Problem(describing: error), as: output)
            }
        }
    }
}

/// One run of a local pool in the foreground.
private struct LocalRun {
    let server: LocalPoolServer
    let pool: LocalPool

    /// Says where the pool is once it accepts connections, and stays until somebody ends it.
    func run(_ output: OutputFormat) async throws {
        let signals = InterruptSignals()
        let address = try await server.start()
        let home = try await pool.home()
        output.print(
            .members([
                "endpoint": .string(address.endpoint),
                "console": .string(address.console),
                "poolId": .string(home.poolID),
                "clientId": home.clientID.map { .string($0) },
                "issuer": .string(home.issuer),
                "jwksUri": .string(home.jwksURI),
            ])
        )
        await signals.first()
        await server.stop()
    }
}
