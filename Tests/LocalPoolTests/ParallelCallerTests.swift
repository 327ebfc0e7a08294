import CognitoWire
import Foundation
import LocalPool
import Testing

/// Callers that write and read at one time, each about a user of its own; ThreadSanitizer watches them in
/// `Tools/campaigns/walks --sanitize`.
@Suite("Many callers of one pool") struct ParallelCallerTests {
    private static let callers = 6
    private static let rounds = 3

    @Test("each finds what it wrote, and none is in another's way", arguments: [false, true])
    func callers(inFile: Bool) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pool-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let under = try PoolUnderTest { $0.file = inFile ? folder.appending(path: "pool.sqlite").path : nil }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<Self.callers { group.addTask { try await Self.work("user\(caller)", at: under) } }
            for _ in 0..<2 { group.addTask { try await Self.watch(under) } }
            try await group.waitForAll()
        }
        #expect(try await Self.list(under).count == Self.callers)
        let last = "name \(Self.rounds - 1)"
        for caller in 0..<Self.callers {
            #expect(try await under.attributes(of: "user\(caller)")["nickname"] == last)
        }
    }

    /// Signs up, and then in and out again, changing something each time.
    private static func work(_ name: String, at under: PoolUnderTest) async throws {
        try await under.makeUser(name, attributes: ["email": "\(name)@example.com"])
        for round in 0..<rounds {
            let tokens = try #require(try await under.signInWithSRP(name).authenticationResult)
            try await under.update(["nickname": "name \(round)"], tokens.accessToken)
            #expect(try await under.attributes(of: name)["nickname"] == "name \(round)")
            let renewed = try await under.refresh(tokens.refreshToken)
            #expect(try await under.profile(renewed.accessToken).username.value == name)
            try await under.call(GlobalSignOut.self, GlobalSignOutRequest(accessToken: #require(renewed.accessToken)))
            await expectRefusal("NotAuthorizedException") { try await under.profile(tokens.accessToken) }
        }
    }

    /// Looks at all users, of whom there never are fewer than before.
    private static func watch(_ under: PoolUnderTest) async throws {
        var known = Set<String>()
        while known.count < callers {
            let listed = try await list(under)
            #expect(known.isSubset(of: listed))
            known = listed
            _ = under.pool.now
            await Task.yield()
        }
    }

    private static func list(_ under: PoolUnderTest) async throws -> Set<String> {
        let answer = try await under.call(ListUsers.self, ListUsersRequest(userPoolID: PoolUnderTest.poolID))
        return Set((answer.users ?? []).compactMap { $0.username?.value })
    }
}
