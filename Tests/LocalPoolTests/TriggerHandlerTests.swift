import ByteCoding
import Foundation
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes
import LocalPool
import Testing

@Suite("Triggers behind an address") struct HTTPTriggerTests {
    private static let event = JSONObject().setting("userName", to: .string("alice"))

    private static func answer(
        _ body: String,
        status: Int = 200,
        error: String? = nil
    ) async throws -> (JSONObject, [TransportRequest]) {
        var headers = HTTPFields()
        if let error, let name = HTTPField.Name("X-Amz-Function-Error") { headers[name] = error }
        let response = TransportResponse(status: status, headers: headers, body: Array(body.utf8))
        let transport = ScriptedTransport([.respond(response)])
        let url = "http://127.0.0.1:9000/2015-03-31/functions/pre/invocations"
        let answer = try await HTTPTrigger(url: url, transport: transport).answer(event)
        return (answer, transport.requests)
    }

    @Test("the event is posted, and the answer comes back")
    func posted() async throws {
        let (answer, requests) = try await Self.answer(#"{"response":{"autoConfirmUser":true}}"#)
        #expect(answer["response"]?.object?["autoConfirmUser"]?.bool == true)
        let request = try #require(requests.first)
        #expect(request.method == .post && request.url.target == "/2015-03-31/functions/pre/invocations")
        #expect(request.headers[.contentType] == "application/json")
        #expect(request.body == Array(#"{"userName":"alice"}"#.utf8))
    }

    @Test("no answer is an empty one", arguments: ["", " \n", "null"])
    func empty(body: String) async throws {
        #expect(try await Self.answer(body).0 == JSONObject())
    }

    @Test(
        "a function that throws refuses, with its message",
        arguments: [(200, "Unhandled"), (400, nil), (500, nil)] as [(Int, String?)]
    )
    func refused(status: Int, error: String?) async throws {
        let failure = await #expect(throws: TriggerFailure.self) {
            _ = try await Self.answer(#"{"errorMessage":"no","errorType":"Error"}"#, status: status, error: error)
        }
        #expect(failure == TriggerFailure(.refused, "no"))
    }

    @Test(
        "what is neither an answer nor a refusal is a failure",
        arguments: [
            (404, #"{"message":"nobody here"}"#, TriggerFailure.Code.notInvoked), (500, "", .notInvoked),
            (200, "[]", .unreadableAnswer), (200, "{", .unreadableAnswer), (200, "true", .unreadableAnswer),
        ]
    )
    func failed(status: Int, body: String, code: TriggerFailure.Code) async throws {
        let failure = await #expect(throws: TriggerFailure.self) { _ = try await Self.answer(body, status: status) }
        #expect(failure?.code == code)
    }

    @Test(
        "what the transport says is passed on",
        arguments: [
            (TransportError.Code.timedOut, TriggerFailure.Code.timedOut), (.tooSlow, .timedOut),
            (.couldNotConnect, .notInvoked),
        ]
    )
    func transport(error: TransportError.Code, code: TriggerFailure.Code) async throws {
        let transport = ScriptedTransport([.fail(TransportError(error, "", mayHaveReachedServer: false))])
        let trigger = try HTTPTrigger(url: "http://127.0.0.1/", transport: transport)
        let failure = await #expect(throws: TriggerFailure.self) { _ = try await trigger.answer(Self.event) }
        #expect(failure?.code == code)
    }

    @Test("what is no address is refused", arguments: ["", "nowhere", "ftp://x/", "http://a b/"])
    func address(url: String) {
        let error = #expect(throws: LocalPoolError.self) {
            _ = try HTTPTrigger(url: url, transport: ScriptedTransport([]))
        }
        #expect(error?.code == .invalidConfiguration)
    }
}

@Suite("Triggers that are programs") struct CommandTriggerTests {
    private static func answer(_ script: String, _ event: JSONObject = JSONObject()) async throws -> JSONObject {
        try await CommandTrigger(arguments: ["/bin/sh", "-c", script]).answer(event)
    }

    @Test("the event is read, and the answer is printed, however long")
    func echo() async throws {
        let event = JSONObject().setting("text", to: .string(String(repeating: "x", count: 300_000)))
        #expect(try await Self.answer("cat", event) == event)
        #expect(try await Self.answer("exec 0<&-; echo '{\"a\":1}'", event)["a"]?.number?.int == 1)
    }

    @Test("nothing of the environment but PATH, and no open file, is passed on")
    func closed() async throws {
        let answer = try await Self.answer(
            #"""
            names=$(env | cut -d= -f1 | grep -vE '^(PWD|_|SHLVL|OLDPWD)$' | tr '\n' ' ')
            files=$(ls /proc/$$/fd | tr '\n' ' ')
            printf '{"names":"%s","files":"%s"}' "$names" "$files"
            """#
        )
        #expect(answer["names"]?.string == "PATH ")
        // The fourth is the shell's own, which reads the list.
        #expect(answer["files"]?.string == "0 1 2 3 ")
    }

    @Test("a program that fails refuses with its last words")
    func refused() async throws {
        let spoken = await #expect(throws: TriggerFailure.self) {
            _ = try await Self.answer("echo trace >&2; echo 'not today' >&2; echo >&2; exit 3")
        }
        #expect(spoken == TriggerFailure(.refused, "not today"))
        let silent = await #expect(throws: TriggerFailure.self) { _ = try await Self.answer("exit 3") }
        #expect(silent?.message == "the program ended with status 3")
        let ended = await #expect(throws: TriggerFailure.self) { _ = try await Self.answer("kill -TERM $$") }
        #expect(ended?.message == "the program ended with status 143")
    }

    @Test("a program that says too much, or nonsense, gives no answer", arguments: ["yes", "echo nonsense"])
    func unreadable(script: String) async throws {
        let failure = await #expect(throws: TriggerFailure.self) { _ = try await Self.answer(script) }
        #expect(failure?.code == .unreadableAnswer)
    }

    @Test("a program that is not there is not started; no program is no setting")
    func missing() async throws {
        let trigger = try CommandTrigger(arguments: ["/nowhere/trigger"])
        let failure = await #expect(throws: TriggerFailure.self) { _ = try await trigger.answer(JSONObject()) }
        #expect(failure?.code == .notInvoked)
        for arguments in [[], [""], ["a\0b"]] {
            let error = #expect(throws: LocalPoolError.self) { _ = try CommandTrigger(arguments: arguments) }
            #expect(error?.code == .invalidConfiguration)
        }
    }

    @Test("when the time is up, the program and what it started are gone")
    func ended() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "pipe").path(percentEncoded: false)
        let isMade = unsafe mkfifo(path, 0o600) == 0
        try #require(isMade)
        let trigger = try CommandTrigger(
            arguments: ["/bin/sh", "-c", #"exec 8>"$0"; echo started >&8; sleep 3600 & exec sleep 3600"#, path]
        )
        let answer = Task { try await trigger.answer(JSONObject()) }
        // The pipe comes to its end once nobody holds it any more.
        let lines = AsyncStream<String> { continuation in
            Thread.detachNewThread {
                let file = FileHandle(forReadingAtPath: path)
                while let data = file?.availableData, !data.isEmpty {
                    continuation.yield(String(decoding: data, as: UTF8.self))
                }
                continuation.finish()
            }
        }
        for await line in lines {
            #expect(line == "started\n")
            answer.cancel()
        }
        await #expect(throws: CancellationError.self) { _ = try await answer.value }
    }
}

@Suite("Settings of triggers") struct TriggerSettingTests {
    @Test("stand for their handlers")
    func handlers() throws {
        let transport = ScriptedTransport([])
        #expect(try TriggerSetting.url("http://127.0.0.1/").handler(transport: transport) is HTTPTrigger)
        #expect(try TriggerSetting.command(["true"]).handler(transport: transport) is CommandTrigger)
        let error = #expect(throws: LocalPoolError.self) {
            _ = try TriggerSetting.command([]).handler(transport: transport)
        }
        #expect(error?.code == .invalidConfiguration)
    }
}
