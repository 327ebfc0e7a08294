import ByteCoding
import CognitoWire
import Foundation
import GRDB
import HTTPTransport
import LocalPool
import Testing

@Suite("The data file") final class StoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "pool-\(UUID().uuidString)")
    private var file: String { folder.appending(path: "data/pool.sqlite").path }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    @Test("a restart keeps users, sessions, tokens, keys, locks and made-up salts")
    func restart() async throws {
        let clock = StandingClock()
        let before = try open(clock: clock)
        try await before.makeUser()
        try await before.createUser { $0.temporaryPassword = "T3mporary!" }
        let tokens = try await before.tokens()
        let keys = try await before.document("/\(PoolUnderTest.poolID)/.well-known/jwks.json").body
        let step = try await before.signInWithSRP("bob", password: "T3mporary!")
        let salt = try await saltOfNobody(before)
        let proof = try await before.proof()
        for _ in 0..<5 {
            await expectRefusal("NotAuthorizedException") { try await before.signInWithPassword("bob", password: "x") }
        }

        let after = try open(clock: clock, seed: 2)
        #expect(try await after.document("/\(PoolUnderTest.poolID)/.well-known/jwks.json").body == keys)
        #expect(try await after.profile(tokens.accessToken).username.value == "alice")
        #expect(try await after.respond(.passwordVerifier, proof).authenticationResult != nil)
        #expect(try await saltOfNobody(after) == salt)
        await expectRefusal("NotAuthorizedException", "Password attempts exceeded") {
            try await after.signInWithPassword("bob", password: "T3mporary!")
        }
        let answer = try await after.respond(
            .newPasswordRequired,
            ["USERNAME": "bob", "NEW_PASSWORD": "N3w-Password"],
            session: step.session
        )
        #expect(answer.authenticationResult != nil)
    }

    @Test("a restart keeps groups, identities and the key of their tokens")
    func federation() async throws {
        let clock = StandingClock()
        let before = try open(clock: clock)
        try await before.makeUser()
        try await before.makeGroup("editors")
        try await before.add("alice", to: "editors")
        let pool = try await before.makeIdentityPool()
        let identity = try await before.identity(in: pool, logins: before.logins())
        let keys = try await before.document("/identity/.well-known/jwks.json").body

        let after = try open(clock: clock, seed: 2)
        #expect(try await after.groups(of: "alice") == ["editors"])
        #expect(try await after.identity(in: pool, logins: after.logins()) == identity)
        #expect(try await after.document("/identity/.well-known/jwks.json").body == keys)
        await expectRefusal("NotAuthorizedException") { try await after.credentials(of: identity) }
    }

    @Test("ids that were made up are kept; others than those are refused")
    func identifiers() async throws {
        let first = try await LocalPool(configuration: LocalPoolConfiguration(file: file)).home()
        let second = try await LocalPool(configuration: LocalPoolConfiguration(file: file)).home()
        #expect(first.poolID == second.poolID && first.clientID == second.clientID)
        #expect(first.poolID.wholeMatch(of: #/local_[0-9A-Za-z]{9}/#) != nil)
        expectError(.conflictingIdentifier) { $0.poolID = "local_Other" }
    }

    @Test("file and folder are their owner's alone")
    func modes() throws {
        _ = try open()
        #expect(try mode(of: file) == 0o600)
        #expect(try mode(of: folder.appending(path: "data").path) == 0o700)
        for companion in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: file + companion) {
            #expect(try mode(of: file + companion) == 0o600)
        }
    }

    @Test("a file that others could read is closed to them")
    func tightened() throws {
        _ = try open()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        _ = try open()
        #expect(try mode(of: file) == 0o600)
    }

    @Test("a file that is no database is refused and left as it was")
    func noDatabase() throws {
        try makeFolder()
        let text = String(repeating: "not a database\n", count: 100)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        expectError(.foreignFile)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }

    @Test("the database of another program is refused")
    func foreignDatabase() throws {
        try makeFolder()
        try runSQL("CREATE TABLE theirs (a); PRAGMA application_id = 7;")
        expectError(.foreignFile)
    }

    @Test("a file of a newer version is refused")
    func newerFile() throws {
        _ = try open()
        try runSQL("INSERT INTO grdb_migrations (identifier) VALUES ('999: the future')")
        expectError(.newerFile)
    }

    @Test("a path below a file cannot be used")
    func unusablePath() throws {
        _ = try open()
        let below = file + "/pool.sqlite"
        expectError(.unusableFile) { $0.file = below }
    }

    @Test("passwords and tokens are not in the file")
    func secretsAtRest() async throws {
        let under = try open()
        try await under.makeUser()
        let tokens = try await under.tokens()
        let step = try await under.createUserStep()
        let paths = [file, file + "-wal"].filter { FileManager.default.fileExists(atPath: $0) }
        let bytes = try paths.reduce(Data()) { try $0 + Data(contentsOf: URL(filePath: $1)) }
        #expect(bytes.range(of: Data("alice@example.com".utf8)) != nil)
        let secrets = [
            PoolUnderTest.password, try #require(tokens.refreshToken?.value), try #require(tokens.accessToken?.value),
            try #require(step.session?.value),
        ]
        for secret in secrets { #expect(bytes.range(of: Data(secret.utf8)) == nil) }
    }

    @Test(
        "ids that no client would take are refused",
        arguments: [
            "", "local", "local_", "_abc", "a_b_c", "local_a-b", "local_ä", "l\u{0}_a",
            String(repeating: "a", count: 54) + "_a",
        ]
    )
    func badPoolID(_ id: String) {
        expectError(.invalidConfiguration) { $0.poolID = id }
    }

    @Test("client ids, secrets, codes and endpoints of another form are refused")
    func badConfiguration() {
        expectError(.invalidConfiguration) { $0.clientID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" }
        expectError(.invalidConfiguration) { $0.clientID = "abc" }
        expectError(.invalidConfiguration) { $0.clientSecret = SecretBytes(utf8: "short") }
        expectError(.invalidConfiguration) { $0.fixedCode = "12345x" }
        expectError(.invalidConfiguration) { $0.fixedCode = "" }
        expectError(.invalidConfiguration) { $0.poolName = "" }
        expectError(.invalidConfiguration) { $0.region = "a_b" }
        for endpoint in ["", "127.0.0.1:1", "http://", "http://a/", "http://a?b", "ftp://a", "http://a b"] {
            expectError(.invalidConfiguration) { $0.endpoint = endpoint }
        }
    }

    private func open(clock: StandingClock = StandingClock(), seed: UInt64 = 1) throws -> PoolUnderTest {
        let file = file
        return try PoolUnderTest(clock: clock, seed: seed) { $0.file = file }
    }

    private func expectError(
        _ code: LocalPoolError.Code,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout LocalPoolConfiguration) -> Void = { _ in }
    ) {
        let error = #expect(throws: LocalPoolError.self, sourceLocation: sourceLocation) {
            let file = file
            _ = try PoolUnderTest {
                $0.file = file
                change(&$0)
            }
        }
        #expect(error?.code == code, sourceLocation: sourceLocation)
    }

    private func saltOfNobody(_ under: PoolUnderTest) async throws -> String? {
        try await under.initiate(.userSRPAuth, ["USERNAME": "nobody", "SRP_A": "2"]).challengeParameters?["SALT"]
    }

    private func makeFolder() throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: "data"),
            withIntermediateDirectories: true
        )
    }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func runSQL(_ sql: String) throws {
        let database = try DatabaseQueue(path: file)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }
}
