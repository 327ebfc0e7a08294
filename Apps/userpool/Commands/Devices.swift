import AppSupport
import ArgumentParser
import ByteCoding
import UserPoolKit

/// `userpool devices`.
struct Devices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The devices that the pool knows of you.",
        subcommands: [List.self, Remember.self, Forget.self]
    )

    /// `userpool devices list`.
    struct List: PoolCommand {
        static let configuration = CommandConfiguration(abstract: "List your devices.")

        @OptionGroup var pages: PageOptions
        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let here = session.device?.key
            try await pages.print("devices", in: context) { limit, token in
                let page = try await context.pool.devices(
                    limit: limit,
                    after: token,
                    accessToken: session.accessToken
                )
                return (page.elements.map { $0.outputValue(isHere: $0.key == here) }, page.next)
            }
        }
    }

    /// `userpool devices remember`.
    struct Remember: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a device stand for a second factor, where the pool allows it; or do not."
        )

        @Argument(help: "The device's key; the one that you signed in with unless it is given.")
        var key: String?

        @Flag(help: "Do not remember the device.")
        var not = false

        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let key = try key ?? session.ownDeviceKey()
            try await context.pool.rememberDevice(key, !not, accessToken: session.accessToken)
            context.print(.members(["key": .string(key), "remembered": .bool(!not)]))
        }
    }

    /// `userpool devices forget`.
    struct Forget: PoolCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the pool forget a device; tokens that were issued to it cannot be refreshed any more.",
            discussion: "It asks first, unless --yes is given. --dry-run shows the device and forgets nothing."
        )

        @Argument(help: "The device's key; the one that you signed in with unless it is given.")
        var key: String?

        @OptionGroup var consent: Consent
        @OptionGroup var rehearsal: Rehearsal
        @OptionGroup var options: PoolOptions

        func run(in context: CommandContext) async throws {
            let session = try await context.current.fresh()
            let key = try key ?? session.ownDeviceKey()
            let device = try await context.pool.device(key, accessToken: session.accessToken)
            if !rehearsal.dryRun {
                try consent.ask("Forget the device \(device.name ?? key)")
                try await context.pool.forgetDevice(key, accessToken: session.accessToken)
                if try await context.current.device(for: session.username)?.key == key {
                    try await context.current.forgetDevice(for: session.username)
                }
            }
            context.print(
                .members([
                    "key": .string(key), "name": device.name.map { .string($0) }, "forgotten": .bool(!rehearsal.dryRun),
                ])
            )
        }
    }
}

extension Device {
    /// The device as it is printed.
    fileprivate func outputValue(isHere: Bool) -> JSONValue {
        .members([
            "key": .string(key),
            "name": .string(name ?? ""),
            "here": .bool(isHere),
            "lastSignInAt": lastSignInAt.map { .time($0) } ?? .null,
            "createdAt": createdAt.map { .time($0) } ?? .null,
            "lastAddress": .string(attributes["last_ip_used"] ?? ""),
        ])
    }
}

extension UserSession {
    /// The key of the device that the session is bound to.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/deviceNotFound`` if it is bound to none.
    fileprivate func ownDeviceKey() throws -> String {
        guard let device else {
            throw Problem(.deviceNotFound, "you signed in without a device; name one of userpool devices list")
        }
        return device.key
    }
}
