import AppSupport
import Foundation
import TestSupport
import Testing

@testable import userpool

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite("userpool local events") struct LocalEventsTests {
    /// The command, once it listens.
    private static func listener(at endpoint: String, _ options: String...) async throws -> SpawnedProcess {
        let process = try SpawnedProcess(
            Shell.program.path,
            ["local", "events", "--endpoint", endpoint] + options,
            environment: ["HOME": "/dev/null/none"],
            mergesErrors: true
        )
        #expect(try await process.readLine().hasPrefix("calls from now on"))
        return process
    }

    private static func signUp(_ user: String, at target: LocalTarget) async throws -> Int32 {
        let line = try Shell()
        let password = try line.file("password", "Passw0rd!\n")
        let signUp = ["signup", "new", "--user", user, "--password-file", password]
        return try await line.run(signUp + target.options).status
    }

    @Test("each call is a line for people; Ctrl-C ends it, and nothing failed", .timeLimit(.minutes(5)))
    func lines() async throws {
        let target = try await LocalTarget()
        let events = try await Self.listener(at: target.endpoint)
        #expect(try await Self.signUp("alice", at: target) == 0)
        #expect(try await events.readLine().wholeMatch(of: /[-0-9T:.]+Z  SignUp +[0-9]+ ms  ok/) != nil)
        #expect(try await Self.signUp("alice", at: target) == 65)
        #expect(try await events.readLine().hasSuffix(" ms  UsernameExistsException: User already exists"))
        #expect(kill(events.id, SIGINT) == 0)
        let end = try await events.waitForEnd()
        #expect(end.status == 0 && end.output.isEmpty, "\(end.output)")
    }

    @Test("for scripts each call is an object, with nothing secret; the pool's end is one", .timeLimit(.minutes(5)))
    func objects() async throws {
        let target = try await LocalTarget()
        let events = try await Self.listener(at: target.endpoint, "-o", "ndjson")
        #expect(try await Self.signUp("alice", at: target) == 0)
        let line = try await events.readLine()
        let event = try Outcome(status: 0, output: line, errors: "").json
        #expect(event["operation"] as? String == "SignUp" && event["outcome"] as? String == "success")
        #expect((event["request"] as? [String: Any])?["Password"] as? String == "<redacted>")
        #expect(!line.contains("Passw0rd!"))
        target.end()
        let end = try await events.waitForEnd()
        #expect(end.status == 69 && end.output.contains("has stopped"), "\(end.output)")
    }

    @Test("where no pool answers, or the format is none of its own, it does not begin")
    func refusals() async throws {
        let line = try Shell()
        let port = try LoopbackServer.unusedPort()
        #expect(try await line.run("local", "events", "--endpoint", "http://127.0.0.1:\(port)").status == 69)
        let other = try LoopbackServer { $0.respondToAll { connection, _ in connection.respond() } }
        #expect(try await line.run("local", "events", "--endpoint", other.url).status == 69)
        #expect(try await line.run("local", "events", "-o", "yaml").status == 64)
    }
}

@Suite("The stream of events, read") struct EventStreamTests {
    /// The data of each event, whatever the pieces that the text comes in.
    private static func events(in text: String, pieceLength: Int) throws -> [String] {
        var (stream, events) = (EventStream(), [[UInt8]]())
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            events += try stream.take(Array(rest.prefix(pieceLength)))
            rest = rest.dropFirst(pieceLength)
        }
        return events.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "lines end in LF, CR or both; comments, names and unfinished events are passed over",
        arguments: [
            ("data: a\n\ndata: b\n\n", ["a", "b"]), ("data: a\r\n\r\ndata:b\r\rdata: c", ["a", "b"]),
            (": comment\n\nid: 1\nevent: call\ndata: {}\n\n", ["{}"]), ("data: a\ndata: b\n\n", ["a\nb"]),
            ("\n\n\n", []), ("data\n\n", []), ("data:  x \n\n", [" x "]),
        ]
    )
    func reading(_ text: String, _ expected: [String]) throws {
        for length in 1...text.utf8.count {
            #expect(try Self.events(in: text, pieceLength: length) == expected)
        }
    }

    @Test("an event without an end is refused")
    func endless() {
        var stream = EventStream()
        let piece = [UInt8](repeating: 0x78, count: 1 << 20)
        let error = #expect(throws: Problem.self) {
            for _ in 0..<9 { _ = try stream.take(piece) }
        }
        #expect(error?.code == .upstreamError)
    }
}
