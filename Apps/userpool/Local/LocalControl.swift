import AppSupport
import ArgumentParser
import ByteCoding
import LocalPoolServer

extension Local {
    /// `userpool local clock`.
    struct Clock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the pool's clock, or turn it: codes, sessions and tokens expire by it.",
            discussion: """
                  userpool local clock --advance 1h
                  userpool local clock --set 2030-01-01T00:00:00Z --freeze
                  userpool local clock --reset
                """
        )

        @Option(help: ArgumentHelp("Turn it on by 500ms, 90s, 15m, 24h or 30d; back with a minus.", valueName: "span"))
        var advance: String?

        @Option(help: ArgumentHelp("Turn it to a moment, such as 2030-01-01T00:00:00Z.", valueName: "time"))
        var set: String?

        @Flag(help: "Let it stand still.")
        var freeze = false

        @Flag(help: "Let it run as the machine's clock does.")
        var reset = false

        @OptionGroup var options: LocalOptions

        func validate() throws {
            guard [advance != nil, set != nil, reset].count(where: \.self) <= 1, !(reset && freeze) else {
                throw ValidationError("give one of --advance, --set and --reset")
            }
            if let advance, DurationText.parse(advance) == nil {
                throw ValidationError("\(advance) is no span such as 500ms, 90s, 15m, 24h or 30d")
            }
            if let set, WrittenTime.read(set) == nil {
                throw ValidationError("\(set) is no moment such as 2030-01-01T00:00:00Z")
            }
        }

        func run() async throws {
            await options.run { client in
                let shown = try await client.get("clock")
                let answer =
                    if reset {
                        try await client.put("clock", .members([:]))
                    } else if let set {
                        try await client.put("clock", .members(["now": .string(set), "frozen": .bool(freeze)]))
                    } else if let span = advance.flatMap(DurationText.parse) {
                        try await client.put("clock", try advanced(shown, by: span))
                    } else if freeze {
                        try await client.put("clock", .members(["frozen": .bool(true)]))
                    } else {
                        shown
                    }
                options.output.print(answer)
            }
        }

        /// A clock that stands still goes on standing still.
        private func advanced(_ shown: JSONValue, by span: Duration) throws -> JSONValue {
            guard let clock = shown.object, let isFrozen = clock["frozen"]?.bool,
                let now = clock["now"]?.string.flatMap(WrittenTime.read),
                let offset = clock["offset"]?.string.flatMap(DurationText.parse)
            else { throw Problem(.upstreamError, "the local pool does not say how its clock is set") }
            guard isFrozen || freeze else {
                return .members(["offset": .string(DurationText.text(offset + span))])
            }
            return .members([
                "now": WrittenTime.timestamp(now.adding(span)).map { .string($0) }, "frozen": .bool(true),
            ])
        }
    }

    /// `userpool local chaos`.
    struct Chaos: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what goes wrong on purpose, or let something go wrong.",
            discussion: """
                Each use with options adds one rule; --clear removes them all.

                  userpool local chaos --operation InitiateAuth --error TooManyRequestsException --rate 0.2
                  userpool local chaos --latency 800ms
                  userpool local chaos --operation SignUp --drop-message
                """
        )

        @Option(help: "The operation that it happens to; all of them unless it is given.")
        var operation: String?

        @Option(help: ArgumentHelp("How often, from 0 to 1; always unless it is given.", valueName: "number"))
        var rate: Double?

        @Option(help: ArgumentHelp("The error that is answered instead of performing the call.", valueName: "code"))
        var error: String?

        @Option(help: ArgumentHelp("How long the call waits, such as 500ms or 2s.", valueName: "span"))
        var latency: String?

        @Flag(help: "Lose the call's messages on their way.")
        var dropMessage = false

        @Flag(help: "Remove all rules.")
        var clear = false

        @OptionGroup var options: LocalOptions

        private var hasRule: Bool {
            operation != nil || rate != nil || error != nil || latency != nil || dropMessage
        }

        func validate() throws {
            guard !(clear && hasRule) else { throw ValidationError("--clear stands alone") }
            guard (rate ?? 0).isFinite else { throw ValidationError("--rate is a number from 0 to 1") }
        }

        func run() async throws {
            await options.run { client in
                guard clear || hasRule else {
                    options.output.print(try await rules(client))
                    return
                }
                var rules = clear ? [] : try await rules(client).array ?? []
                if hasRule { rules.append(try rule()) }
                let answer = try await client.put("chaos", .members(["rules": .array(rules)]))
                options.output.print(answer.object?["rules"] ?? .array([]))
            }
        }

        private func rules(_ client: LocalPoolClient) async throws -> JSONValue {
            try await client.get("chaos").object?["rules"] ?? .array([])
        }

        private func rule() throws -> JSONValue {
            .members([
                "operation": .string(operation ?? "*"),
                "rate": try JSONReader().read(Array("\(rate ?? 1)".utf8)),
                "error": error.map { .string($0) },
                "latency": latency.map { .string($0) },
                "dropMessage": dropMessage ? .bool(true) : nil,
            ])
        }
    }
}
