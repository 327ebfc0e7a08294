import ByteCoding
import CognitoClient
import CognitoWire
import Foundation
import HTTPTransport
import LocalPool
import Testing

@testable import UserPoolKit

/// Who is found under which name, what a sign-out comes to, and what one user's programs need.
@Suite("Keeping sessions") struct SessionKeeperTests {
    private func world() async throws -> (world: SessionWorld, store: MemorySessionStore, keeper: SessionKeeper) {
        let world = try await SessionWorld(grace: 30)
        let store = MemorySessionStore()
        return (world, store, world.keeper(store))
    }

    /// A session of any user, that no service has made.
    static func session(
        _ username: String,
        subject: String = "subject",
        expiry: Int = 1_767_416_706
    ) throws -> UserSession {
        let claims = #"{"sub":"\#(subject)","username":"\#(username)","iat":1767413106,"exp":\#(expiry)}"#
        return UserSession(
            tokens: try TokenSet(
                accessToken: Sensitive(FakeTokens.token(claims)),
                refreshToken: Sensitive("refresh-\(username)")
            )
        )
    }

    // MARK: Names

    @Test("a session is found by its canonical name and by every name that was typed, however it is spelled")
    func names() async throws {
        let (_, _, keeper) = try await world()
        let session = try Self.session("7c1f4a60-aaaa", subject: "7c1f4a60-aaaa")
        try await keeper.keep(session, typedName: "Alice@Example.com")
        try await keeper.keep(session, typedName: "+15550100")
        for name in ["7c1f4a60-aaaa", "7C1F4A60-AAAA", "Alice@Example.com", "alice@example.COM", "+15550100"] {
            #expect(try await keeper.storedSession(for: name)?.username == "7c1f4a60-aaaa", "\(name)")
        }
        for name in ["bob@example.com", "", "alice"] {
            #expect(try await keeper.storedSession(for: name) == nil, "\(name)")
        }
    }

    @Test("users whose names differ in capitals only are two users, and nobody is taken for the other")
    func caseSensitiveNames() async throws {
        let (_, _, keeper) = try await world()
        try await keeper.keep(try Self.session("Alice", subject: "one"))
        #expect(try await keeper.storedSession(for: "ALICE")?.subject == "one")
        try await keeper.keep(try Self.session("alice", subject: "two"))
        #expect(try await keeper.storedSession(for: "Alice")?.subject == "one")
        #expect(try await keeper.storedSession(for: "alice")?.subject == "two")
        #expect(try await keeper.storedSession(for: "ALICE") == nil)
    }

    @Test("a name that moves to another user leads to that one")
    func movedName() async throws {
        let (_, _, keeper) = try await world()
        try await keeper.keep(try Self.session("alice", subject: "one"), typedName: "team@example.com")
        try await keeper.keep(try Self.session("bob", subject: "two"), typedName: "team@example.com")
        #expect(try await keeper.storedSession(for: "team@example.com")?.username == "bob")
        #expect(try await keeper.storedSession(for: "alice")?.username == "alice")
    }

    @Test("only so many spellings of a name are remembered, and the latest is among them")
    func manySpellings() async throws {
        let (_, store, keeper) = try await world()
        let session = try Self.session("user")
        let spellings = (0..<70).map { number in
            String(
                "abcdefg".enumerated().map {
                    number >> $0.offset & 1 == 1 ? Character($0.element.uppercased()) : $0.element
                }
            )
        }
        for spelling in spellings { try await keeper.keep(session, typedName: spelling) }
        #expect(try await keeper.storedSession(for: spellings.last ?? "")?.username == "user")
        let entry = try #require(try await store.load(keeper.key(.name, "abcdefg")))
        #expect(try StoredRecords.readNames(from: entry).users.count <= NameRecord.greatestCount)
    }

    // MARK: Devices

    @Test("a device survives the sign-out and is found by an alias in other capitals, whatever form the user came in")
    func devices() async throws {
        let (_, _, keeper) = try await world()
        let device = DeviceCredentials(
            key: "local_key",
            groupKey: "-Ab1",
            password: "secret",
            username: "7c1f4a60-aaaa"
        )
        var session = try Self.session("7c1f4a60-aaaa")
        session.device = device
        try await keeper.keep(session, typedName: "Alice@Example.com")
        _ = await keeper.signOut("alice@example.com", .here)
        #expect(try await keeper.storedSession(for: "7c1f4a60-aaaa") == nil)
        for name in ["alice@example.com", "ALICE@EXAMPLE.COM", "7c1f4a60-aaaa", "7C1F4A60-aaaa"] {
            #expect(try await keeper.device(for: name) == device, "\(name)")
        }
        #expect(try await keeper.device(for: "bob@example.com") == nil)
        // Without a device in the new session the one that is known stays.
        try await keeper.keep(try Self.session("7c1f4a60-aaaa"))
        #expect(try await keeper.device(for: "alice@example.com") == device)
        try await keeper.forgetDevice(for: "Alice@example.com")
        #expect(try await keeper.device(for: "alice@example.com") == nil)
        #expect(try await keeper.storedSession(for: "alice@example.com") != nil)
    }

    // MARK: Signing out

    @Test("a sign-out here leaves the service alone; one of the session revokes it; one everywhere ends all")
    func signOuts() async throws {
        let (world, store, keeper) = try await world()
        for scope in [SignOutScope.here, .session, .everywhere] {
            let name = "user-\(scope == .here ? 1 : scope == .session ? 2 : 3)"
            let (mine, other) = (try await world.signIn(name), try await world.signIn(name, isNew: false))
            try await keeper.keep(mine)
            guard case .complete = await keeper.signOut(name, scope) else {
                Issue.record("not complete")
                continue
            }
            #expect(try await store.load(keeper.key(.session, name)) == nil)
            let isMineGood = (try? await world.pool.refresh(mine)) != nil
            let isOtherGood = (try? await world.pool.refresh(other)) != nil
            #expect(isMineGood == (scope == .here))
            #expect(isOtherGood == (scope != .everywhere))
        }
        guard case .complete = await keeper.signOut("nobody") else {
            Issue.record("not complete")
            return
        }
    }

    @Test(
        "who cannot reach the service is signed out here all the same, in part",
        arguments: [SignOutScope.session, .everywhere]
    )
    func offline(scope: SignOutScope) async throws {
        let (world, _, keeper) = try await world()
        try await keeper.keep(try await world.signIn())
        world.line.always(.fails(.couldNotConnect))
        guard case .partial(let error) = await keeper.signOut("alice", scope) else {
            Issue.record("not in part")
            return
        }
        #expect(error.code == .unreachable)
        #expect(try await keeper.storedSession(for: "alice") == nil)
    }

    @Test("a sign-out that the store refuses has failed, and nothing is revoked")
    func failedSignOut() async throws {
        let world = try await SessionWorld()
        let store = FailingStore(MemorySessionStore())
        let keeper = world.keeper(store)
        try await keeper.keep(try await world.signIn())
        store.failNext(1)
        guard case .failed(let error) = await keeper.signOut("alice") else {
            Issue.record("not failed")
            return
        }
        #expect(error.code == .storeFailed && world.line.count(of: "RevokeToken") == 0)
        #expect(try await keeper.storedSession(for: "alice") != nil)
    }

    @Test("tokens that cannot be revoked are not sent to be", arguments: [true, false])
    func revocation(revokes: Bool) async throws {
        let world = try await SessionWorld(revokes: revokes)
        let keeper = world.keeper(MemorySessionStore())
        let session = try await world.signIn()
        #expect(session.tokens.canBeRevoked == revokes)
        try await keeper.keep(session)
        guard case .complete = await keeper.signOut("alice", .session) else {
            Issue.record("not complete")
            return
        }
        #expect(world.line.count(of: "RevokeToken") == (revokes ? 1 : 0))
    }

    @Test("a sign-out everywhere refreshes an access token that has expired, and says if even that is refused")
    func expiredEverywhere() async throws {
        let (world, _, keeper) = try await world()
        let session = try await world.signIn()
        let other = try await world.signIn(isNew: false)
        try await keeper.keep(session)
        world.clock.move(to: session.tokens.accessTokenExpiresAt, less: -10)
        guard case .complete = await keeper.signOut("alice", .everywhere) else {
            Issue.record("not complete")
            return
        }
        #expect(world.refreshCount == 1)
        try await keeper.keep(other)
        guard case .partial(let error) = await keeper.signOut("alice", .everywhere) else {
            Issue.record("not in part")
            return
        }
        #expect(error.remedy == .signInAgain)
        #expect(try await keeper.storedSession(for: "alice") == nil)
    }

    @Test("a damaged session can be signed out of")
    func damaged() async throws {
        let (_, store, keeper) = try await world()
        let entry = StoredEntry(new: SecretBytes(utf8: "damaged"))
        #expect(try await store.replace(keeper.key(.session, "alice"), expecting: nil, with: entry))
        guard case .complete = await keeper.signOut("alice") else {
            Issue.record("not complete")
            return
        }
        #expect(try await store.load(keeper.key(.session, "alice")) == nil)
    }

    // MARK: One user

    @Test("a command line keeps its user, a sign-in that waits, and profiles apart, from one process to the next")
    func currentUser() async throws {
        let world = try await SessionWorld(grace: 0)
        let folder = OwnFolder()
        let first = CurrentUser(keeper: world.keeper(folder.store))
        #expect(try await first.username() == nil)
        #expect(try await first.storedSession() == nil)
        let nobody = await #expect(throws: UserPoolError.self) { try await first.session() }
        #expect(nobody?.code == .notSignedIn)

        let service = ScriptedService { _ in
            .init(
                json: #"{"ChallengeName":"SMS_MFA","Session":"session-1","ChallengeParameters":{"USERNAME":"alice"}}"#
            )
        }
        let step = try await service.pool().signIn(username: "alice", password: SecretBytes(utf8: "p"), flow: .password)
        guard case .challenge(let challenge) = step else {
            Issue.record("no challenge")
            return
        }
        try await first.keep(challenge)
        let second = CurrentUser(keeper: world.keeper(folder.store))
        #expect(try await second.challenge()?.name == .smsMFA)
        // What was typed leads to the user, whichever process ends the sign-in.
        try await first.keeper.keep(challenge, as: first.profile, typedName: "Al@example.com")

        let session = try await world.signIn()
        try await second.keep(session, typedName: "alice@example.com")
        #expect(try await first.challenge() == nil)
        #expect(try await first.username() == "alice")
        #expect(try await second.keeper.storedSession(for: "al@example.com") != nil)
        #expect(try await second.keeper.storedSession(for: "bo@example.com") == nil)
        world.clock.move(to: session.tokens.accessTokenExpiresAt, less: 0)
        #expect(await world.isGood(try await first.session()))
        #expect(try await CurrentUser(keeper: world.keeper(folder.store), profile: "work").username() == nil)
        guard case .complete = await second.signOut() else {
            Issue.record("not complete")
            return
        }
        #expect(try await first.username() == nil)
        #expect(try await first.storedSession() == nil)
    }

    @Test("a sign-in that another version or nobody has kept is refused, and a new one takes its place")
    func foreignChallenges() async throws {
        let (_, store, keeper) = try await world()
        #expect(try await keeper.challenge("x") == nil)
        let rows: [(String, UserPoolError.Code)] = [(#"{"version":99}"#, .foreignChallenge), ("{", .storeFailed)]
        for (text, code) in rows {
            let current = try await store.load(keeper.key(.challenge, "x"))
            let entry = StoredEntry(new: SecretBytes(utf8: text))
            let isKept = try await store.replace(
                keeper.key(.challenge, "x"),
                expecting: current?.generation,
                with: entry
            )
            let error = await #expect(throws: UserPoolError.self) { try await keeper.challenge("x") }
            #expect(isKept && error?.code == code)
        }
        try await keeper.forgetChallenge("x")
        try await keeper.forgetChallenge("x")
        #expect(try await keeper.challenge("x") == nil)
    }

    @Test("what is kept says nothing of secrets when it is printed")
    func redaction() async throws {
        let (world, store, keeper) = try await world()
        let session = try await world.signIn()
        try await keeper.keep(session)
        let entry = try #require(try await store.load(keeper.key(.session, "alice")))
        var text = "\(entry) \(session) \(keeper.flights)"
        dump(entry, to: &text)
        dump(session, to: &text)
        dump(keeper.flights, to: &text)
        let record = try StoredRecords.readSession(from: entry)
        dump(record, to: &text)
        for secret in [session.accessToken, session.tokens.idToken, session.tokens.refreshToken] {
            #expect(!text.contains(try #require(secret).value))
        }
    }
}
