import Foundation
import Synchronization
import TestSupport
import Testing

/// An access token that says when it expires; nobody here looks at its signature.
enum FakeToken {
    static func expiring(at seconds: Int) -> String {
        let parts = ["{\"alg\":\"RS256\"}", "{\"sub\":\"s\",\"username\":\"alice\",\"exp\":\(seconds)}", "\0"].map {
            Data($0.utf8).base64EncodedString()
        }
        return parts.joined(separator: ".").replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
    }
}

@Suite("userpool, refreshing") struct RefreshTests {
    /// How often something happened.
    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func add() { value.withLock { $0 += 1 } }
    }

    /// A service that signs in with a token that is over already, and counts what it is asked to refresh.
    private func makeService(refusing isRefusing: Bool = false) throws -> (server: LoopbackServer, refreshed: Counter) {
        let refreshed = Counter()
        let server = try LoopbackServer { connection in
            connection.respondToAll { connection, request in
                let isSignIn = request.header("x-amz-target")?.hasSuffix("InitiateAuth") == true
                if !isSignIn { refreshed.add() }
                guard isSignIn || !isRefusing else {
                    let refusal = #"{"__type":"NotAuthorizedException","message":"Refresh Token has been revoked"}"#
                    return connection.respond(400, body: Array(refusal.utf8))
                }
                let token = FakeToken.expiring(at: isSignIn ? 1 : 4_102_444_800)
                let tokens = #"{"AccessToken":"\#(token)","RefreshToken":"r","TokenType":"Bearer"}"#
                connection.respond(body: Array(#"{"AuthenticationResult":\#(tokens)}"#.utf8))
            }
        }
        return (server, refreshed)
    }

    private func options(_ server: LoopbackServer) -> [String] {
        ["--pool-id", "local_AbCdEfGhI", "--client-id", "1example23456789", "--endpoint", server.url]
    }

    private func signIn(_ line: Shell, _ server: LoopbackServer) async throws {
        let login = ["login", "--user", "alice", "--flow", "password", "--password-stdin"]
        #expect(try await line.run(login + options(server), input: "Passw0rd!\n").status == 0)
    }

    @Test("commands at the same moment use the refresh token once, and all print the new token")
    func atOnce() async throws {
        let (line, service) = (try Shell(), try makeService())
        try await signIn(line, service.server)
        let token = ["token", "access"] + options(service.server)
        try await withThrowingTaskGroup(of: Outcome.self) { commands in
            for _ in 0..<4 { commands.addTask { try await line.run(token) } }
            for try await outcome in commands {
                #expect(outcome.output == FakeToken.expiring(at: 4_102_444_800) + "\n", "\(outcome.errors)")
            }
        }
        #expect(service.refreshed.count == 1)
    }

    @Test("a refused refresh ends the session, and says so")
    func refused() async throws {
        let (line, service) = (try Shell(), try makeService(refusing: true))
        try await signIn(line, service.server)
        let first = try await line.run(["token", "access"] + options(service.server))
        #expect(first.status == 77 && first.output.isEmpty)
        let second = try await line.run(["token", "access"] + options(service.server))
        #expect(second.status == 77 && second.errors.contains("userpool login"))
        #expect(service.refreshed.count == 1)
    }
}
