import AppSupport
import ArgumentParser
import ByteCoding
import HTTPTypes

extension Local {
    /// `userpool local info`.
    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show where the pool is, and the ids of its pools.")

        @OptionGroup var options: LocalOptions

        func run() async throws {
            await options.run { pool in options.output.print(try await pool.get("info")) }
        }
    }

    /// `userpool local inbox`.
    struct Inbox: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the messages that the pool sent, or delete them."
        )

        @Option(help: ArgumentHelp("Only those for this address, number or username.", valueName: "receiver"))
        var to: String?

        @Option(help: "Only those of this kind, such as signUp, forgotPassword, mfa or invitation.")
        var kind: String?

        @Option(help: ArgumentHelp("Only those of this user pool.", valueName: "id"))
        var pool: String?

        @Option(help: ArgumentHelp("Only those after this cursor.", valueName: "cursor"))
        var after: String?

        @Option(help: ArgumentHelp("Wait for a message if there is none, such as 10s; at most 60s.", valueName: "time"))
        var wait: String?

        @Flag(help: "Delete the messages instead of showing them.")
        var delete = false

        @OptionGroup var options: LocalOptions

        func validate() throws {
            guard !delete || (after == nil && wait == nil) else {
                throw ValidationError("--delete goes with --to, --kind and --pool alone")
            }
        }

        func run() async throws {
            await options.run { client in
                if delete {
                    try await client.send(.delete, "inbox", ["pool": pool, "to": to, "kind": kind])
                    return
                }
                let answer = try await client.get(
                    "inbox",
                    ["pool": pool, "to": to, "kind": kind, "after": after, "wait": wait]
                )
                switch options.output {
                case .json, .yaml: options.output.print(answer)
                default: options.output.print(.array(answer.object?["messages"]?.array?.map(\.row) ?? []))
                }
            }
        }
    }
}

extension JSONValue {
    /// One message on a line: what it is about, whom it is for, the code.
    fileprivate var row: JSONValue {
        let names = ["id", "kind", "medium", "destination", "username", "code", "deliveredAt"]
        return .object(
            names.reduce(into: JSONObject()) { row, name in
                row = row.setting(name, to: object?[name] ?? .string(""))
            }
        )
    }
}
