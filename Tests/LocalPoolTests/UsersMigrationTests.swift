import ByteCoding
import CognitoJWTSigning
import CognitoSRP
import CognitoWire
import Foundation
import GRDB
import Testing

@testable import LocalPool

@Suite("Users of older data files") final class UsersMigrationTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "pool-\(UUID().uuidString)")

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    @Test("sign in with their passwords, attributes and second factors as before")
    func migration() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "pool.sqlite").path
        try writeOldFile(at: file)
        let under = try PoolUnderTest { $0.file = file }
        let profile = try await under.profile(try await under.tokens("alice").accessToken)
        #expect(profile.userAttributes.map(\.name) == ["sub", "email", "email_verified"])
        #expect(profile.userAttributes.first?.value?.value == "11111111-2222-4333-8444-555555555555")
        #expect(try await under.signInWithPassword("bob").challengeName == .smsMFA)
        await expectRefusal("NotAuthorizedException") { try await under.tokens("alice", password: "wrong") }
        let listed = try await under.call(
            ListUsers.self,
            ListUsersRequest(userPoolID: PoolUnderTest.poolID, filter: #"email = "alice@example.com""#)
        )
        #expect(listed.users?.compactMap { $0.username?.value } == ["alice"])
    }

    /// A file of the first step alone, as its program left it.
    private func writeOldFile(at path: String) throws {
        let database = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(database, upTo: Schema.migrator.migrations[0])
        let (pool, client) = (PoolUnderTest.poolID, PoolUnderTest.clientID)
        let keys = PoolUnderTest.signingKeys
        let details = #"{"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"], "PreventUserExistenceErrors": "ENABLED"}"#
        try database.write { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(Schema.applicationID);
                    INSERT INTO setting VALUES ('homePool', '\(pool)'), ('homeClient', '\(client)'),
                        ('decoyKey', '\(Base64.encode([UInt8](repeating: 1, count: 32)))');
                    INSERT INTO userPool VALUES ('\(pool)', '{"Name": "old", "MfaConfiguration": "OPTIONAL"}', 1, 1);
                    INSERT INTO appClient VALUES ('\(client)', '\(pool)', '\(details)', 1, 1);
                    """
            )
            for (position, key) in keys.enumerated() {
                try db.execute(
                    sql: "INSERT INTO signingKey VALUES (?, ?, ?, ?)",
                    arguments: [pool, position, key.keyID, try key.pkcs8().withBytes { Base64.encode($0) }]
                )
            }
            try insert("alice", sub: "11111111-2222-4333-8444-555555555555", usesSMS: false, db)
            try insert("bob", sub: "22222222-2222-4333-8444-555555555555", usesSMS: true, db)
            try db.execute(
                sql: """
                    INSERT INTO userAttribute VALUES
                        ('11111111-2222-4333-8444-555555555555', 'email', 'alice@example.com'),
                        ('11111111-2222-4333-8444-555555555555', 'email_verified', 'true'),
                        ('22222222-2222-4333-8444-555555555555', 'phone_number', '+15550100');
                    """
            )
        }
    }

    private func insert(_ username: String, sub: String, usesSMS: Bool, _ db: Database) throws {
        let verifier = try SRPVerifier(
            identity: SRPIdentity(userPoolID: PoolUnderTest.poolID, userID: username),
            password: SecretBytes(utf8: PoolUnderTest.password)
        )
        try db.execute(
            sql: "INSERT INTO user VALUES (?, ?, ?, 'CONFIRMED', 1, ?, ?, NULL, ?, ?, 1, 1)",
            arguments: [
                sub, PoolUnderTest.poolID, username, try verifier.saltBase64(), try verifier.verifierBase64(), usesSMS,
                usesSMS ? "SMS_MFA" : nil,
            ]
        )
    }
}
