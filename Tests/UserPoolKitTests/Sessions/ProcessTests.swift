import ByteCoding
import CognitoClient
import CognitoWire
import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes
import LocalPool
import LocalPoolServer
import Logging
import Synchronization
import TestSupport
import Testing

@testable import UserPoolKit

/// Real processes that share a folder of sessions, against a local pool on a socket.
@Suite("Sessions shared by processes") struct ProcessTests {
    /// A pool that rotates refresh tokens, on a socket, and a folder with the session of `alice`.
    private final class Scene: Sendable {
        let world: SessionWorld
        let folder = OwnFolder()
        let server: LocalPoolServer
        let transport: CurlTransport
        let endpoint: String
        private let offset = Mutex<Int64>(0)

        init(grace: Int) async throws {
            world = try await SessionWorld(grace: grace)
            server = LocalPoolServer(
                pool: world.local,
                options: .init(port: 0),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            endpoint = try await server.start().endpoint
            transport = try CurlTransport()
            try await keeper().keep(try await world.signIn())
        }

        /// A keeper of this process, which sees the pool where the others do.
        func keeper() throws -> SessionKeeper {
            let cognito = CognitoClient(
                configuration: CognitoClientConfiguration(
                    endpoints: try EndpointRules(custom: endpoint, region: Region(userPoolID: world.pool.id))
                ),
                transport: transport,
                surroundings: world.clock.surroundings
            )
            let pool = try UserPool(id: world.pool.id, appClient: world.pool.appClient, cognito: cognito)
            return SessionKeeper(pool: pool, store: folder.store, surroundings: world.clock.surroundings)
        }

        func children(_ count: Int) async throws -> [SpawnedProcess] {
            let probe = Bundle.main.bundleURL.appending(path: "SessionStoreProbe").path
            let arguments = [endpoint, world.pool.id, world.pool.appClient.id, folder.path]
            let children = try (0..<count).map { _ in try SpawnedProcess(probe, arguments) }
            for child in children { #expect(try await child.readLine() == "ready") }
            return children
        }

        /// Turns the pool's clock, as any program would.
        func advance(by seconds: Int64) async throws {
            let offset = offset.withLock { offset in
                offset += seconds
                return offset
            }
            let request = try TransportRequest(
                method: .put,
                url: "\(endpoint)/_local/clock",
                headers: [("Content-Type", "application/json")],
                body: Array(#"{"offset":"\#(offset)s"}"#.utf8)
            )
            #expect(try await transport.send(request).status == 200)
        }

        /// The pool's time of day.
        var now: Int64 { world.clock.now.seconds + offset.withLock { $0 } }

        /// Lets all children ask at once, and collects what they print.
        func ask(_ children: [SpawnedProcess]) async throws -> [String] {
            for child in children { try child.write("ask \(now)\n") }
            var answers: [String] = []
            for child in children { answers.append(try await child.readLine()) }
            return answers
        }

        func stop() async {
            await server.stop()
            await transport.shutdown()
        }
    }

    /// How many refreshes the pool has seen, as its feed of events tells.
    private final class Count: Sendable {
        private let events: AsyncStream<PoolEvent>

        init(_ pool: LocalPool) { events = pool.events(bufferingNewest: 4096) }

        /// Counts up to the end of a call of this operation, which the test has made to mark the moment.
        func refreshes(until operation: String) async -> Int {
            var count = 0
            for await event in events {
                if event.operation == operation { break }
                if event.operation == "GetTokensFromRefreshToken" { count += 1 }
            }
            return count
        }
    }

    @Test("sixteen processes that share a folder cause one refresh per expiry, and none loses the session")
    func sixteenProcesses() async throws {
        // Without grace: a second exchange of one token would end the session for all.
        let scene = try await Scene(grace: 0)
        let children = try await scene.children(16)
        var seen: Set<String> = []
        for round in 1...5 {
            try await scene.advance(by: 3600)
            let count = Count(scene.world.local)
            let answers = Set(try await scene.ask(children))
            #expect(answers.count == 1 && seen.isDisjoint(with: answers), "round \(round): \(answers)")
            seen.formUnion(answers)
            let session = try #require(try await scene.keeper().storedSession(for: "alice"))
            #expect(await scene.world.isGood(session))
            #expect(await count.refreshes(until: "GetUser") == 1, "round \(round)")
        }
        #expect(seen.count == 5 && seen.allSatisfy { !$0.contains(":") })
        for child in children { child.terminate() }
        await scene.stop()
    }

    @Test("a process that is killed over a refresh costs the others nothing", arguments: ["dieBefore", "dieAfter"])
    func killed(word: String) async throws {
        let scene = try await Scene(grace: 60)
        let children = try await scene.children(4)
        try await scene.advance(by: 3600)
        try children[0].write("\(word) \(scene.now)\n")
        let end = try await children[0].waitForEnd()
        #expect(end.output.isEmpty && end.status == SIGKILL)
        let key = try scene.keeper().key(.session, "alice")
        let entry = try #require(try await scene.folder.store.load(key))
        #expect(try StoredRecords.readSession(from: entry).claim != nil)

        // The claim of the dead one ends after forty seconds; the grace of the token after sixty.
        try await scene.advance(by: 41)
        let answers = Set(try await scene.ask(Array(children.dropFirst())))
        #expect(answers.count == 1 && answers.allSatisfy { !$0.contains(":") }, "\(answers)")
        let session = try #require(try await scene.keeper().storedSession(for: "alice"))
        #expect(await scene.world.isGood(session))
        for child in children { child.terminate() }
        await scene.stop()
    }

    @Test("on a full disk nothing is exchanged, and what was stored stays")
    func fullDisk() async throws {
        let scene = try await Scene(grace: 0)
        let children = try await scene.children(1)
        try await scene.advance(by: 3600)
        let before = try #require(try await scene.keeper().storedSession(for: "alice"))
        let count = Count(scene.world.local)
        try children[0].write("full \(scene.now)\n")
        let answer = try await children[0].readLine()
        #expect(answer.hasPrefix("storeFailed") && answer.contains(scene.folder.path))
        let after = try #require(try await scene.keeper().storedSession(for: "alice"))
        #expect(after.accessToken.value == before.accessToken.value)
        _ = try await scene.world.pool.refresh(after)
        #expect(!(await scene.world.isGood(before)))
        #expect(await count.refreshes(until: "GetUser") == 1)
        children[0].terminate()
        await scene.stop()
    }

    @Test("a process that is killed while it writes leaves the old entry or the new one")
    func killedWriters() async throws {
        let scene = try await Scene(grace: 0)
        for round in 0..<20 {
            let child = try #require(try await scene.children(1).first)
            try child.write("churn \(scene.now)\n")
            for _ in 0...round % 5 { #expect(try await child.readLine() == "stored") }
            child.terminate()
            #expect(try await scene.keeper().storedSession(for: "alice") != nil, "round \(round)")
        }
        // The next writer clears away what the dead ones left.
        let keeper = try scene.keeper()
        try await keeper.keep(try #require(try await keeper.storedSession(for: "alice")))
        let files = try FileManager.default.contentsOfDirectory(atPath: scene.folder.path)
        #expect(!files.contains { $0.hasSuffix(".new") })
        await scene.stop()
    }
}
