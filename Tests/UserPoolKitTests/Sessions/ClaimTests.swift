import ByteCoding
import CognitoWire
import Foundation
import Testing

@testable import UserPoolKit

/// How processes that share a store keep out of each other's way: each keeper here is one.
@Suite("Refreshing from several processes") struct ClaimTests {
    @Test("sixteen keepers of one store cause one refresh per expiry", arguments: SessionStoreTests.Kind.allCases)
    func manyKeepers(kind: SessionStoreTests.Kind) async throws {
        let world = try await SessionWorld(grace: 0)
        let folder = OwnFolder()
        let memory = MemorySessionStore()
        let keepers = (0..<16).map { _ in world.keeper(kind == .memory ? memory : folder.store) }
        try await keepers[0].keep(try await world.signIn())
        for round in 1...3 {
            let old = try #require(try await keepers[0].storedSession(for: "alice"))
            world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
            let tokens = try await withThrowingTaskGroup(of: String.self) { group in
                for keeper in keepers {
                    group.addTask { try await keeper.session(for: "alice").accessToken.value }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(tokens.count == 1 && !tokens.contains(old.accessToken.value))
            #expect(world.refreshCount == round)
        }
    }

    private func claim(_ world: SessionWorld, _ store: MemorySessionStore, ends: Duration) async throws {
        let key = world.pool.storeKey(.session, "alice")
        let entry = try #require(try await store.load(key))
        var record = try StoredRecords.readSession(from: entry)
        record.claim = .init(holder: "another", ends: world.clock.now.adding(ends).date)
        let claimed = try StoredRecords.write(record)
        #expect(try await store.replace(key, expecting: entry.generation, with: claimed))
    }

    @Test("the claim of a process that died ends by itself")
    func deadHolder() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 60)
        try await claim(world, store, ends: .seconds(40))
        // While the tokens are good nobody waits for whoever refreshes them.
        #expect(try await keeper.session(for: "alice").accessToken.value == old.accessToken.value)
        #expect(world.refreshCount == 0 && world.clock.waits.isEmpty)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        try await claim(world, store, ends: .seconds(40))
        let begun = world.clock.now
        let new = try await keeper.session(for: "alice")
        #expect(world.refreshCount == 1)
        #expect(await world.isGood(new))
        let waited = world.clock.now.duration(since: begun)
        #expect(waited >= .seconds(40) && waited < .seconds(41))
        #expect(world.clock.waits.allSatisfy { $0 <= .milliseconds(200) })
    }

    @Test("a claim of a machine whose clock is a little ahead counts")
    func claimOfFastClock() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 60)
        try await claim(world, store, ends: .seconds(43))
        _ = try await keeper.session(for: "alice")
        #expect(world.refreshCount == 0)
    }

    @Test("a claim that ends much later than any can is not believed")
    func claimOfWrongClock() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        try await claim(world, store, ends: .seconds(86_400))
        _ = try await keeper.session(for: "alice")
        #expect(world.refreshCount == 1 && world.clock.waits.isEmpty)
    }

    @Test("who waits for another process takes what that one stored")
    func waiting() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = MemorySessionStore()
        let (one, two) = (world.keeper(store), world.keeper(store))
        let old = try await world.signIn()
        try await one.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        let (arrived, gate) = (Gate(), Gate())
        world.line.script(.held(until: gate, arrived))
        let first = Task { try await one.session(for: "alice") }
        await arrived.pass()
        let second = Task { try await two.session(for: "alice") }
        while world.clock.waits.isEmpty { await Task.yield() }
        gate.open()
        let (mine, theirs) = (try await first.value, try await second.value)
        #expect(mine.accessToken.value == theirs.accessToken.value && world.refreshCount == 1)
    }

    @Test("a process that was taken for dead does no harm when it comes back")
    func comesBack() async throws {
        let world = try await SessionWorld(grace: 60)
        let store = MemorySessionStore()
        let (one, two) = (world.keeper(store), world.keeper(store))
        let old = try await world.signIn()
        try await one.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        let (arrived, gate) = (Gate(), Gate())
        world.line.script(.held(until: gate, arrived))
        let slow = Task { try await one.session(for: "alice") }
        await arrived.pass()
        world.clock.advance(by: .seconds(45))
        let quick = try await two.session(for: "alice")
        gate.open()
        let late = try await slow.value
        let kept = try #require(try await two.storedSession(for: "alice"))
        #expect(kept.accessToken.value == quick.accessToken.value && late.accessToken.value == kept.accessToken.value)
        world.clock.advance(by: .seconds(3600))
        #expect(await world.isGood(try await one.session(for: "alice")))
    }

    @Test("a session that is signed out while it is refreshed does not come back")
    func signOutMeanwhile() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        let (arrived, gate) = (Gate(), Gate())
        world.line.script(.held(until: gate, arrived))
        let refresh = Task { try await keeper.session(for: "alice") }
        await arrived.pass()
        guard case .complete = await keeper.signOut("alice", .here) else {
            Issue.record("not signed out")
            return
        }
        gate.open()
        let error = await #expect(throws: UserPoolError.self) { try await refresh.value }
        #expect(error?.code == .notSignedIn)
        #expect(try await keeper.storedSession(for: "alice") == nil)
    }

    @Test("a new sign-in while the old session is refreshed stays")
    func signInMeanwhile() async throws {
        let world = try await SessionWorld(grace: 0)
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        let old = try await world.signIn()
        try await keeper.keep(old)
        world.clock.move(to: old.tokens.accessTokenExpiresAt, less: 0)
        let (arrived, gate) = (Gate(), Gate())
        world.line.script(.held(until: gate, arrived))
        let refresh = Task { try await keeper.session(for: "alice") }
        await arrived.pass()
        let new = try await world.signIn(isNew: false)
        try await keeper.keep(new)
        gate.open()
        #expect(try await refresh.value.accessToken.value == new.accessToken.value)
        #expect(try await keeper.storedSession(for: "alice")?.accessToken.value == new.accessToken.value)
    }

    @Test("what another version has kept is an error, and signing in again mends it")
    func foreignRecords() async throws {
        let world = try await SessionWorld()
        let store = MemorySessionStore()
        let keeper = world.keeper(store)
        let session = try await world.signIn()
        for text in [#"{"version":2,"session":{}}"#, #"{"version":1}"#, "kept", ""] {
            let key = world.pool.storeKey(.session, "alice")
            let current = try await store.load(key)
            let entry = StoredEntry(new: SecretBytes(utf8: text))
            #expect(try await store.replace(key, expecting: current?.generation, with: entry))
            let error = await #expect(throws: UserPoolError.self) { try await keeper.session(for: "alice") }
            #expect(error?.code == .storeFailed)
        }
        try await keeper.keep(session)
        #expect(try await keeper.session(for: "alice").accessToken.value == session.accessToken.value)
    }
}
