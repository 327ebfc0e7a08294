import AppSupport
import ArgumentParser
import ByteCoding

extension Local {
    /// `userpool local events`.
    struct Events: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the calls of the pool's API, OAuth endpoints and pages as they happen, until Ctrl-C.",
            discussion: """
                Each call is a line: when it came, what it was, what came of it and how long it took. With -o json or ndjson \
                the line is an object, with request and answer too. Everything secret is hidden. If the pool stops, the exit \
                code is 69.
                """
        )

        @OptionGroup var options: LocalOptions

        func validate() throws {
            guard [.table, .json, .ndjson].contains(options.output) else {
                throw ValidationError("events are printed as table, json or ndjson")
            }
        }

        func run() async throws {
            let (signals, output) = (InterruptSignals(), options.output)
            await options.run { client in
                try await signals.interrupt { try await Self.show(client, as: output) }
            }
        }

        private static func show(_ client: LocalPoolClient, as output: OutputFormat) async throws {
            var stream = EventStream()
            var last: Int64?
            try await client.listen {
                Terminal.note("calls from now on; Ctrl-C ends this")
            } _: { piece in
                for data in try stream.take(piece) {
                    let event = try client.json(data)
                    let id = event.object?["id"]?.number.flatMap { Int64($0.text) }
                    if let last, let id, id > last + 1 { Terminal.note("\(id - last - 1) calls went by unseen") }
                    last = id
                    try StandardOutput.write(line: output == .table ? event.callLine : event.text)
                }
            }
        }
    }
}

extension JSONValue {
    /// A call on one line.
    fileprivate var callLine: String {
        let text = { (name: String) in object?[name]?.plain.shownSafely ?? "" }
        let error = [text("error"), text("message")].filter { !$0.isEmpty }.joined(separator: ": ")
        let outcome = text("outcome") == "success" ? "ok" : error.isEmpty ? "failed" : error
        let operation = text("operation").isEmpty ? "(unknown)" : text("operation")
        let name = operation + String(repeating: " ", count: max(0, 32 - operation.count))
        let chaos = object?["injected"]?.bool == true ? "  (chaos)" : ""
        return "\(text("time"))  \(name)  \(text("milliseconds")) ms  \(outcome)\(chaos)"
    }
}
