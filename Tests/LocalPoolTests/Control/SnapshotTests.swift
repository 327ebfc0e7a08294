import ByteCoding
import CognitoWire
import Foundation
import GRDB
import HTTPTypes
import LocalPool
import Testing

@Suite("Snapshots") final class SnapshotTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "pool-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    @Test("a snapshot brings everything back, in memory and in a file", arguments: [true, false])
    func roundTrip(_ inFile: Bool) async throws {
        let file = inFile ? path("pool.sqlite") : nil
        let under = try PoolUnderTest { $0.file = file }
        try await under.makeUser()
        let tokens = try await under.tokens()
        let snapshot = try await under.pool.snapshot()
        try await under.signUp("bob", attributes: ["email": "bob@example.com"])
        try await under.setPassword("0ther-Passw0rd")
        try await under.pool.load(snapshot: snapshot)
        #expect(try await under.profile(tokens.accessToken).username.value == "alice")
        _ = try await under.tokens()
        await expectRefusal("UserNotFoundException") { try await under.adminProfile(of: "bob") }
        try await under.signUp("bob", attributes: ["email": "bob@example.com"])
        if let file {
            let again = try PoolUnderTest { $0.file = file }
            #expect(try await again.adminProfile(of: "bob").username.value == "bob")
        }
    }

    @Test("another pool becomes the one of the snapshot, keys and made-up salts included")
    func elsewhere() async throws {
        let clock = StandingClock()
        let first = try LocalPool(configuration: configuration(clock))
        let second = try LocalPool(configuration: configuration(clock))
        let (one, other) = (try await first.home(), try await second.home())
        #expect(one.poolID != other.poolID)
        try await second.load(snapshot: try await first.snapshot())
        #expect(try await second.home().poolID == one.poolID)
        #expect(try await second.home().clientID == one.clientID)
        #expect(try await keys(of: second) == keys(of: first))
        try await second.reset()
        #expect(try await second.home().poolID == one.poolID)
    }

    @Test("the file is its owner's alone, one file, and never takes the place of another")
    func file() async throws {
        let under = try PoolUnderTest { [path = path("pool.sqlite")] in $0.file = path }
        let file = path("copy.sqlite")
        try await under.pool.saveSnapshot(to: file)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: file + "-wal"))
        let bytes = try Data(contentsOf: URL(filePath: file))
        #expect(bytes.prefix(16) == Data("SQLite format 3\0".utf8))
        let error = await #expect(throws: LocalPoolError.self) { try await under.pool.saveSnapshot(to: file) }
        #expect(error?.code == .unusableFile)
        #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
        try await under.pool.loadSnapshot(from: file)
        #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
        // And it is a data file of its own.
        _ = try PoolUnderTest { $0.file = file }
    }

    @Test("what is no snapshot is refused, and the pool goes on as it was")
    func refused() async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        let good = try await under.pool.snapshot()
        try await expect(.foreignFile, Array("no database".utf8), under)
        try await expect(.foreignFile, [], under)
        try await expect(.foreignFile, changed(good, "PRAGMA application_id = 7"), under)
        try await expect(.foreignFile, changed(good, "CREATE TABLE theirs (a)"), under)
        try await expect(
            .foreignFile,
            changed(good, "CREATE TRIGGER t AFTER INSERT ON user BEGIN SELECT 1; END"),
            under
        )
        try await expect(.foreignFile, changed(good, "DROP INDEX messageByUser"), under)
        try await expect(.newerFile, changed(good, "INSERT INTO grdb_migrations VALUES ('999: the future')"), under)
        try await expect(.unusableFile, changed(good, "DELETE FROM setting"), under)
        try await expect(.unusableFile, changed(good, "UPDATE userPool SET details = '{'"), under)
        try await expect(.unusableFile, changed(good, "UPDATE signingKey SET pkcs8 = 'AAAA'"), under)
        try await expect(
            .unusableFile,
            changed(good, "PRAGMA foreign_keys = OFF; UPDATE message SET poolID = 'gone'"),
            under
        )
        try await expect(.unusableFile, Array(good.prefix(good.count / 2)), under)
        try await expect(
            .conflictingIdentifier,
            LocalPool(configuration: configuration(StandingClock())).snapshot(),
            under
        )
        try await under.pool.load(snapshot: good)
    }

    @Test("damage anywhere in a snapshot is an error or without effect, never a crash", arguments: 0..<24)
    func damaged(_ seed: Int) async throws {
        let under = try PoolUnderTest()
        try await under.makeUser()
        var bytes = try await under.pool.snapshot()
        var state = UInt64(seed + 1)
        for _ in 0..<64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
        }
        try? await under.pool.load(snapshot: bytes)
        _ = try? await under.signUp("bob", attributes: ["email": "bob@example.com"])
        _ = try? await under.tokens()
    }

    @Test("a snapshot with other pages is loaded all the same")
    func pageSize() async throws {
        let under = try PoolUnderTest { [path = path("pool.sqlite")] in $0.file = path }
        try await under.makeUser()
        let small = try changed(try await under.pool.snapshot(), "PRAGMA page_size = 1024; VACUUM")
        try await under.pool.load(snapshot: small)
        _ = try await under.tokens()
    }

    private func expect(
        _ code: LocalPoolError.Code,
        _ snapshot: [UInt8],
        _ under: PoolUnderTest,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let error = await #expect(throws: LocalPoolError.self, sourceLocation: sourceLocation) {
            try await under.pool.load(snapshot: snapshot)
        }
        #expect(error?.code == code, sourceLocation: sourceLocation)
        #expect(try await under.adminProfile(of: "alice").username.value == "alice", sourceLocation: sourceLocation)
    }

    private func changed(_ snapshot: [UInt8], _ sql: String) throws -> [UInt8] {
        let file = folder.appending(path: UUID().uuidString)
        try Data(snapshot).write(to: file)
        let database = try DatabaseQueue(path: file.path)
        try database.writeWithoutTransaction { try $0.execute(sql: sql) }
        try database.close()
        return Array(try Data(contentsOf: file))
    }

    private func configuration(_ clock: StandingClock) -> LocalPoolConfiguration {
        var configuration = LocalPoolConfiguration()
        configuration.signingKeys = PoolUnderTest.signingKeys
        configuration.clock = { clock.now }
        return configuration
    }

    private func keys(of pool: LocalPool) async throws -> [UInt8] {
        let home = try await pool.home()
        return await pool.respond(to: LocalPoolRequest(method: .get, path: "/\(home.poolID)/.well-known/jwks.json"))
            .body
    }
}
