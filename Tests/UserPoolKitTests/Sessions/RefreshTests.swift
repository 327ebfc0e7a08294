import ByteCoding
import CognitoClient
import CognitoWire
import Foundation
import HTTPTransport
import LocalPool
import Synchronization
import Testing

@testable import UserPoolKit

/// When tokens are refreshed, how often, and what becomes of them.
@Suite("Keeping tokens fresh") struct RefreshTests {
    @Test("a thousand callers with one expired session cause one refresh", arguments: SessionStoreTests.Kind.allCases)
    func oneFlight(kind: SessionStoreTests.Kind) async throws {
        let world = try await SessionWorld(grace: 0)
        let folder = OwnFolder()
        let keeper = world.keeper(kind == .memory ? MemorySessionStore() : folder.store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: -1)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1000 {
                group.addTask { try await keeper.session(for: "alice").accessToken.value }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(tokens.count == 1 && !tokens.contains(old.accessToken.value))
        #expect(world.refreshCount == 1)
        let kept = try #require(try await keeper.storedSession(for: "alice"))
        #expect(
            tokens.contains(kept.accessToken.value) && kept.tokens.refreshToken?.value != old.tokens.refreshToken?.value
        )
        #expect(await world.isGood(kept))
    }

    @Test("to cancel callers ends their waiting, and neither the refresh nor the waiting of others")
    func cancellation() async throws {
        let world = try await SessionWorld(grace: 0)
        let keeper = world.keeper(MemorySessionStore())
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        let (arrived, gate) = (Gate(), Gate())
        world.line.script(.held(until: gate, arrived))
        let first = Task { try await keeper.session(for: "alice") }
        await arrived.pass()
        let second = Task { try await keeper.session(for: "alice") }
        let third = Task { try await keeper.session(for: "alice") }
        let flight = RefreshFlights.Key(try #require(old.tokens.refreshToken))
        while keeper.flights.waiterCount(flight) < 3 { await Task.yield() }
        first.cancel()
        second.cancel()
        for cancelled in [first, second] {
            let error = await #expect(throws: UserPoolError.self) { try await cancelled.value }
            #expect(error?.code == .cancelled)
        }
        gate.open()
        let session = try await third.value
        #expect(session.accessToken.value != old.accessToken.value && world.refreshCount == 1)
        #expect(try await keeper.storedSession(for: "alice")?.accessToken.value == session.accessToken.value)
    }

    @Test("tokens are refreshed a minute and a drawn moment ahead", arguments: [(0.0, 60.0), (0.5, 75.0), (1.0, 90.0)])
    func margin(fraction: Double, ahead: Double) async throws {
        let world = try await SessionWorld()
        world.clock.fraction = fraction
        let keeper = world.keeper(MemorySessionStore())
        let session = try await world.signIn()
        try await keeper.keep(session)
        world.clock.fraction = 1 - fraction
        world.clock.move(to: session.tokens.accessTokenExpiresAt, less: ahead + 1)
        #expect(try await keeper.session(for: "alice").accessToken.value == session.accessToken.value)
        #expect(world.refreshCount == 0)
        world.clock.move(to: session.tokens.accessTokenExpiresAt, less: ahead)
        #expect(try await keeper.session(for: "alice").accessToken.value != session.accessToken.value)
        #expect(world.refreshCount == 1)
    }

    @Test("tokens that live no longer than the margin are not refreshed with every call")
    func shortLives() async throws {
        let world = try await SessionWorld(minutes: 5)
        let keeper = world.keeper(MemorySessionStore()) { $0.margin = .seconds(600) }
        try await keeper.keep(try await world.signIn())
        for _ in 0..<10 { _ = try await keeper.session(for: "alice") }
        #expect(world.refreshCount == 0)
        world.clock.advance(by: .seconds(151))
        for _ in 0..<10 { _ = try await keeper.session(for: "alice") }
        #expect(world.refreshCount == 1)
    }

    @Test(
        "a clock that is wrong neither causes a storm of refreshes nor lets expired tokens look good",
        arguments: [-7200, 7200],
        [true, false]
    )
    func wrongClock(ahead: Int, isDated: Bool) async throws {
        let world = try await SessionWorld(ahead: .seconds(ahead), isDated: isDated)
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        try await keeper.keep(try await world.signIn())
        for _ in 0..<10 { _ = try await keeper.session(for: "alice") }
        // Without dates in answers the first refresh shows how late it is.
        #expect(world.refreshCount <= (isDated ? 0 : 1))
        _ = try await keeper.refreshedSession(for: "alice")
        let count = world.refreshCount
        for _ in 0..<10 { _ = try await keeper.session(for: "alice") }
        #expect(world.refreshCount == count)
        world.clock.advance(by: .seconds(3600))
        let session = try await keeper.session(for: "alice")
        #expect(world.refreshCount == count + 1)
        #expect(await world.isGood(session))
        // Another process knows it from the store alone.
        _ = try await world.keeper(store).session(for: "alice")
        #expect(world.refreshCount == count + 1)
    }

    @Test(
        "the older flow is used where the newer operation is refused, with the secret hash of the canonical name",
        arguments: [
            (400, "UnknownOperationException"), (400, "InvalidAction"), (500, "CognitoLocal#Unsupported"),
            (501, "InternalFailure"), (400, "UnsupportedOperationException"),
        ]
    )
    func olderFlow(status: Int, code: String) async throws {
        let world = try await SessionWorld(secret: "abcdefghijklmnopqrstuvwxyz")
        let keeper = world.keeper(MemorySessionStore())
        let old = try await world.signIn()
        try await keeper.keep(old, typedName: "alice@example.com")
        let unknown = #"{"__type":"\#(code)","message":"GetTokensFromRefreshToken is not known"}"#
        world.line.script(.answers(status: status, body: unknown))
        let new = try await keeper.refreshedSession(for: "ALICE@example.com")
        #expect(await world.isGood(new))
        #expect(new.tokens.refreshToken?.value == old.tokens.refreshToken?.value)
        #expect(world.line.refreshFlowCount == 1)
    }

    @Test("what triggers are given goes with every refresh")
    func metadata() async throws {
        let service = ScriptedService { _ in FakeTokens.result() }
        let clock = SessionClock(UnixTime(seconds: 1_767_413_106))
        var options = SessionKeeper.Options()
        options.metadata = ["tenant": "blue"]
        let keeper = SessionKeeper(
            pool: try service.pool(),
            store: MemorySessionStore(),
            options: options,
            surroundings: clock.surroundings
        )
        try await keeper.keep(
            UserSession(tokens: try TokenSet(accessToken: Sensitive(FakeTokens.access), refreshToken: "refresh-0"))
        )
        _ = try await keeper.refreshedSession(for: "alice")
        #expect(service.calls.map { $0.text("ClientMetadata", "tenant") } == ["blue"])
        #expect(service.calls.map { $0.text("RefreshToken") } == ["refresh-0"])
    }

    @Test("a hundred callers whose access token was refused cause one refresh")
    func refusedTokens() async throws {
        let world = try await SessionWorld(grace: 0)
        let keeper = world.keeper(MemorySessionStore())
        let old = try await world.signIn()
        try await keeper.keep(old)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await keeper.refreshedSession(for: "alice", insteadOf: old.accessToken).accessToken.value
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(tokens.count == 1 && !tokens.contains(old.accessToken.value) && world.refreshCount == 1)
    }

    @Test("without a refresh token good tokens are handed out, and expired ones are not, and nothing is dropped")
    func noRefreshToken() async throws {
        let world = try await SessionWorld()
        let keeper = world.keeper(MemorySessionStore())
        let full = try await world.signIn()
        let tokens = try TokenSet(accessToken: full.accessToken, idToken: full.tokens.idToken)
        try await keeper.keep(UserSession(tokens: tokens))
        world.clock.move(to: tokens.accessTokenExpiresAt, less: 30)
        #expect(try await keeper.session(for: "alice").accessToken.value == full.accessToken.value)
        world.clock.move(to: tokens.accessTokenExpiresAt, less: 0)
        let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
        #expect(error?.code == .noRefreshToken)
        #expect(try await keeper.storedSession(for: "alice") != nil)
        let nobody = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "bob") }
        #expect(nobody?.code == .notSignedIn)
    }

    @Test("users whose sessions expire at the same moment are refreshed each for themselves")
    func parallelUsers() async throws {
        let world = try await SessionWorld(grace: 0)
        let keeper = world.keeper(MemorySessionStore())
        let names = ["alice", "bob", "carol"]
        for name in names { try await keeper.keep(try await world.signIn(name)) }
        world.clock.advance(by: .seconds(3600))
        let found = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<90 {
                let name = names[number % names.count]
                group.addTask {
                    let session = try await keeper.session(for: name)
                    return [name, session.username, session.accessToken.value]
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(found.count == names.count && found.allSatisfy { $0[0] == $0[1] })
        #expect(world.refreshCount == names.count)
    }

    @Test("users and pools of one process are not mixed up: each refresh is that of the user who was asked for")
    func manyUsers() async throws {
        let (one, two) = (try await SessionWorld(grace: 0), try await SessionWorld())
        let store = MemorySessionStore()
        let keepers = [one.keeper(store), two.keeper(store)]
        var old: [String: String] = [:]
        for (number, world) in [one, two].enumerated() {
            for name in ["alice", "bob"] {
                let session = try await world.signIn(name)
                try await keepers[number].keep(session)
                old["\(number)\(name)"] = session.accessToken.value
            }
        }
        // Bob was the last to sign in; it is Alice of the first pool who is refreshed, and nobody else.
        let alice = try await keepers[0].refreshedSession(for: "alice")
        #expect(alice.username == "alice" && alice.accessToken.value != old["0alice"])
        for (number, name) in [(0, "bob"), (1, "alice"), (1, "bob")] {
            let session = try #require(try await keepers[number].storedSession(for: name))
            #expect(session.username == name && session.accessToken.value == old["\(number)\(name)"])
        }
        _ = await keepers[0].signOut("alice")
        #expect(try await keepers[0].storedSession(for: "alice") == nil)
        #expect(try await keepers[1].session(for: "alice").accessToken.value == old["1alice"])
    }
}
