import ByteCoding
import CognitoJWTSigning
import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The program as people start it, in a process of its own.
@Suite("userpool-gateway") struct ProgramTests {
    private let transport: CurlTransport

    init() throws {
        transport = try CurlTransport()
    }

    @Test("serve without a pool refuses to start, and says what to set")
    func noPool() async throws {
        let (output, status) = try await start(["serve"]).waitForEnd()
        #expect(status == 78)
        for name in ["--pool-id", "USERPOOL_POOL_ID", "--client-id", "USERPOOL_POOL_CLIENT_ID"] {
            #expect(output.contains(name))
        }
    }

    @Test(
        "options that make no sense are a matter of usage",
        arguments: [["dev", "--port", "70000"], ["serve", "--x"]]
    )
    func usage(_ arguments: [String]) async throws {
        #expect(try await start(arguments).waitForEnd().status == 64)
    }

    @Test("dev needs nothing: its lines lead through a sign-up, a sign-in and the profile")
    func dev() async throws {
        let program = try start(["dev", "--env", "--port", "0", "--pool-port", "0"], mergesErrors: false)
        var variables: [String: String] = [:]
        while variables["GATEWAY_URL"] == nil {
            let parts = try await program.readLine().split(separator: "=", maxSplits: 1).map(String.init)
            try #require(parts.count == 2)
            variables[parts[0]] = parts[1]
        }
        let gateway = try #require(variables["GATEWAY_URL"])
        let pool = try #require(variables["USERPOOL_POOL_ENDPOINT"])
        #expect(variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] == pool)
        #expect(variables["USERPOOL_POOL_ID"]?.hasPrefix("local_") == true)

        let credentials = #"{"username":"carol","password":"Passw0rd!"}"#
        let signUp = try await post(
            gateway + "/v1/signup",
            credentials.dropLast() + #","attributes":{"email":"c@d.example"}}"#
        )
        #expect(signUp.status == 201)
        let message = try await send(
            TransportRequest(
                method: .get,
                url: pool + "/_local/codes/carol?wait=10s",
                headers: [(name: "Accept", value: "text/plain")]
            )
        )
        let code = message.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let confirmation = try await post(gateway + "/v1/signup/confirm", #"{"username":"carol","code":"\#(code)"}"#)
        #expect(confirmation.status == 200)
        let signIn = try await post(gateway + "/v1/sessions", credentials)
        let token = try #require(signIn("tokens", "accessToken"))
        let profile = try await get(gateway + "/v1/me", bearer: token)
        #expect(profile("username") == "carol")

        let verified = try await get(gateway + "/v1/verify", bearer: token)
        #expect(verified.status == 200)
        #expect(HTTPField.Name("X-Auth-User").flatMap { verified.headers[$0] } == "carol")
        let unknown = try await get(gateway + "/v1/verify", bearer: token + "A")
        #expect(unknown.status == 401)
        let ready = try await get(gateway + "/readyz")
        #expect(ready.status == 200)

        kill(program.id, SIGINT)
        let (rest, status) = try await program.waitForEnd()
        #expect(status == 0)
        #expect(rest.isEmpty)
    }

    @Test("a file keeps the pool, and alice with the password that she was given first")
    func data() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gateway-\(UUID().uuidString).sqlite")
        defer {
            for suffix in ["", "-shm", "-wal"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        }
        var ids: [String] = []
        var users: [String] = []
        for _ in 0..<2 {
            let program = try start(["dev", "--port", "0", "--pool-port", "0", "--data", file.path])
            ids.append(try await program.readLine { $0.hasPrefix("User pool id") })
            users.append(try await program.readLine { $0.hasPrefix("User  ") })
            _ = try await program.readLine { $0.hasPrefix("Ctrl-C") }
            kill(program.id, SIGINT)
            #expect(try await program.waitForEnd().status == 0)
        }
        #expect(ids[0] == ids[1])
        #expect(users[0].contains("alice, password") && !users[1].contains("password"))
    }

    @Test("a port that is taken is not used, and the banner says so")
    func portTaken() async throws {
        let other = try LoopbackServer { $0.waitForPeerToClose() }
        let program = try start(["dev", "--port", "\(other.port)", "--pool-port", "0"])
        let note = try await program.readLine { $0.hasPrefix("note:") }
        #expect(note.contains("port \(other.port) is taken"))
        let line = try await program.readLine { $0.hasPrefix("Gateway") }
        #expect(!line.hasSuffix(":\(other.port)"))
        _ = try await program.readLine { $0.hasPrefix("Ctrl-C") }
        kill(program.id, SIGTERM)
        #expect(try await program.waitForEnd().status == 0)
    }

    @Test("serve does not look for another port")
    func servePortTaken() async throws {
        let other = try LoopbackServer { $0.waitForPeerToClose() }
        let (output, status) = try await start(["serve", "--port", "\(other.port)"] + pool(at: other.url)).waitForEnd()
        #expect(status == 74)
        #expect(output.contains("\(other.port)"))
    }

    @Test("SIGTERM lets a request that is under way finish; a second signal does not wait")
    func shutdown() async throws {
        for isImpatient in [false, true] {
            let (arrived, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let service = try LoopbackServer { connection in
                connection.respondToAll { connection, request in
                    // The gateway also asks for the pool's keys, at its start.
                    if request.lines.first?.hasPrefix("GET ") == true { return connection.respond(404, body: []) }
                    arrived.signal()
                    release.wait()
                    connection.respond(400, body: Array(#"{"__type":"UsernameExistsException","message":"No."}"#.utf8))
                }
            }
            let program = try start(["serve", "--port", "0"] + pool(at: service.url))
            let line = try await program.readLine { $0.contains(#""message":"listening""#) }
            let address = try #require(
                try JSONReader().read(Array(line.utf8)).object?["address"]?.string
            )
            let answer = Task { try await post(address + "/v1/signup", #"{"username":"a","password":"b"}"#) }
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    arrived.wait()
                    continuation.resume()
                }
            }
            kill(program.id, SIGTERM)
            if isImpatient {
                // The signals are told apart by their numbers, so that the second one is not merged with the first.
                kill(program.id, SIGINT)
                #expect(try await program.waitForEnd().status == 130)
                release.signal()
                await #expect(throws: TransportError.self) { try await answer.value }
            } else {
                release.signal()
                let status = try await answer.value.status
                #expect(status == 409)
                #expect(try await program.waitForEnd().status == 0)
            }
        }
    }

    @Test("SIGTERM lets a verification that waits for the service finish")
    func shutdownDuringVerification() async throws {
        let (arrived, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let key = try SigningKey.generate()
        let keySet = try JSONWebKeySet([key]).json
        let service = try LoopbackServer { connection in
            connection.respondToAll { connection, request in
                if request.lines.first?.hasPrefix("GET ") == true { return connection.respond(body: keySet) }
                arrived.signal()
                release.wait()
                connection.respond(400, body: Array(#"{"__type":"NotAuthorizedException","message":"Revoked."}"#.utf8))
            }
        }
        let issuer = "\(service.url)/local_AbCdEfGhI"
        let claims = #"""
            {"iss":"\#(issuer)","sub":"a","token_use":"access","client_id":"1example23456789","iat":1,"exp":4102444800}
            """#
        let token = String(decoding: try key.sign(payload: Array(claims.utf8)), as: UTF8.self)
        let program = try start(
            ["serve", "--port", "0"] + pool(at: service.url),
            environment: ["USERPOOL_POOL_ISSUER": issuer]
        )
        let line = try await program.readLine { $0.contains(#""message":"listening""#) }
        let address = try #require(try JSONReader().read(Array(line.utf8)).object?["address"]?.string)
        let answer = Task { try await get(address + "/v1/verify?online=1", bearer: token) }
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                arrived.wait()
                continuation.resume()
            }
        }
        kill(program.id, SIGTERM)
        release.signal()
        let given = try await answer.value
        #expect(given.status == 401)
        #expect(given("code") == "tokenRevoked")
        #expect(try await program.waitForEnd().status == 0)
    }

    @Test("administration without a key does not start, and the message says how to make one")
    func administrationWithoutKeys() async throws {
        let program = try start(
            ["serve", "--port", "0"] + pool(at: "http://127.0.0.1:1"),
            environment: ["USERPOOL_GATEWAY_ADMIN_ENABLED": "true"]
        )
        let (output, status) = try await program.waitForEnd()
        #expect(status == 78)
        #expect(output.contains("USERPOOL_GATEWAY_ADMIN_KEYS") && output.contains("openssl rand"))
    }

    @Test("dev logs what log.level asks for, also of the client's calls", arguments: ["", "debug", "error"])
    func logLevelOfDev(_ level: String) async throws {
        let dev = try start(["dev", "--port", "0", "--pool-port", "0"], environment: ["USERPOOL_LOG_LEVEL": level])
        var lines: [String] = []
        while lines.last?.hasPrefix("Ctrl-C") != true { lines.append(try await dev.readLine()) }
        // alice was signed up by the gateway's own client.
        #expect(lines.contains { $0.contains(#""operation":"SignUp""#) } == (level == "debug"))
        let gateway = try #require(lines.first { $0.hasPrefix("Gateway") }?.split(separator: " ").last)
        #expect(try await get("\(gateway)/healthz").status == 200)
        kill(dev.id, SIGTERM)
        let (output, status) = try await dev.waitForEnd()
        #expect(status == 0)
        #expect(output.contains(#""route":"/healthz""#) == (level != "error"))
    }

    @Test("serve logs the client's calls where log.level asks for them", arguments: ["info", "debug"])
    func logLevelOfServe(_ level: String) async throws {
        let service = try LoopbackServer { connection in
            connection.respondToAll { connection, _ in
                connection.respond(400, body: Array(#"{"__type":"UsernameExistsException","message":"No."}"#.utf8))
            }
        }
        let serve = try start(
            ["serve", "--port", "0"] + pool(at: service.url),
            environment: ["USERPOOL_LOG_LEVEL": level]
        )
        let line = try await serve.readLine { $0.contains(#""message":"listening""#) }
        let address = try #require(try JSONReader().read(Array(line.utf8)).object?["address"]?.string)
        #expect(try await post(address + "/v1/signup", #"{"username":"a","password":"b"}"#).status == 409)
        kill(serve.id, SIGTERM)
        let (output, status) = try await serve.waitForEnd()
        #expect(status == 0)
        let told = output.split(separator: "\n").filter { $0.contains(#""message":"a call has ended""#) }
        #expect(told.count == (level == "debug" ? 1 : 0))
        for line in told {
            #expect(line.contains(#""level":"debug""#) && line.contains(#""operation":"SignUp""#))
            #expect(line.contains(#""outcome":"UsernameExistsException""#))
        }
    }

    @Test("a log level that is none does not start", arguments: ["dev", "serve"])
    func wrongLogLevel(_ command: String) async throws {
        let pool = command == "serve" ? pool(at: "http://127.0.0.1:1") : ["--pool-port", "0"]
        let program = try start([command, "--port", "0"] + pool, environment: ["USERPOOL_LOG_LEVEL": "loud"])
        let (output, status) = try await program.waitForEnd()
        #expect(status == 78)
        #expect(output.contains("log.level") && output.contains("trace"))
    }

    @Test("an issuer that makes no sense does not start")
    func wrongIssuer() async throws {
        let program = try start(
            ["serve", "--port", "0"] + pool(at: "http://127.0.0.1:1"),
            environment: ["USERPOOL_POOL_ISSUER": "http://127.0.0.1:1/"]
        )
        let (output, status) = try await program.waitForEnd()
        #expect(status == 78)
        #expect(output.contains("pool.issuer"))
    }

    @Test("administration listens on a port of its own, for whoever has a key, and stops with the rest")
    func administration() async throws {
        let key = "0123456789abcdefghij"
        let program = try start(
            ["serve", "--port", "0"] + pool(at: "http://127.0.0.1:1"),
            environment: [
                "USERPOOL_GATEWAY_ADMIN_ENABLED": "true", "USERPOOL_GATEWAY_ADMIN_PORT": "0",
                "USERPOOL_GATEWAY_ADMIN_KEYS": key, "USERPOOL_POOL_ISSUER": "http://127.0.0.1:1/local_AbCdEfGhI",
            ]
        )
        let line = try await program.readLine { $0.contains(#""message":"listening for administration""#) }
        let address = try #require(try JSONReader().read(Array(line.utf8)).object?["address"]?.string)
        for (given, status) in [(key, 200), ("x\(key)", 401)] {
            let answer = try await send(
                TransportRequest(
                    method: .post,
                    url: address + "/v1/verify/batch",
                    headers: [
                        (name: "Content-Type", value: "application/json"),
                        (name: "Authorization", value: "Bearer \(given)"),
                    ],
                    body: Array(#"{"tokens":["x"]}"#.utf8)
                )
            )
            #expect(answer.status == status)
        }
        kill(program.id, SIGTERM)
        #expect(try await program.waitForEnd().status == 0)
    }

    private func pool(at url: String) -> [String] {
        ["--pool-id", "local_AbCdEfGhI", "--client-id", "1example23456789", "--endpoint", url]
    }

    private func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        mergesErrors: Bool = true
    ) throws -> SpawnedProcess {
        let path = Bundle.main.bundleURL.appending(path: "userpool-gateway").path
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is not built")
        // Nothing of the machine's own configuration.
        return try SpawnedProcess(
            path,
            arguments,
            environment: environment.merging(["HOME": "/dev/null/none", "XDG_CONFIG_HOME": "/dev/null/none"]) { $1 },
            mergesErrors: mergesErrors
        )
    }

    private func get(_ url: String, bearer token: String? = nil) async throws -> Answer {
        let headers = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        return try await send(TransportRequest(method: .get, url: url, headers: headers))
    }

    private func post(_ url: String, _ body: some StringProtocol) async throws -> Answer {
        try await send(
            TransportRequest(
                method: .post,
                url: url,
                headers: [(name: "Content-Type", value: "application/json")],
                body: Array(body.utf8)
            )
        )
    }

    private func send(_ request: TransportRequest) async throws -> Answer {
        let response = try await transport.send(request)
        return Answer(
            status: response.status,
            headers: response.headers,
            text: String(decoding: response.body, as: UTF8.self)
        )
    }
}
