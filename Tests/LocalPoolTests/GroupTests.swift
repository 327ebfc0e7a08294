import CognitoWire
import LocalPool
import Testing

@Suite("Groups") struct GroupTests {
    let under: PoolUnderTest

    init() throws {
        under = try PoolUnderTest()
    }

    @Test("a group is made, shown, changed and deleted")
    func lifeCycle() async throws {
        let made = try await under.makeGroup("editors", precedence: 3, role: "editor")
        #expect(made.groupName == "editors" && made.precedence == 3 && made.userPoolID == PoolUnderTest.poolID)
        #expect(made.creationDate == under.clock.now && made.lastModifiedDate == under.clock.now)
        under.clock.advance(by: .seconds(10))
        let update = UpdateGroupRequest(groupName: "editors", userPoolID: PoolUnderTest.poolID, precedence: 0)
        let changed = try await under.call(UpdateGroup.self, update).group
        #expect(changed?.precedence == 0 && changed?.roleARN == made.roleARN)
        #expect(changed?.creationDate == made.creationDate && changed?.lastModifiedDate == under.clock.now)
        let get = GetGroupRequest(groupName: "editors", userPoolID: PoolUnderTest.poolID)
        #expect(try await under.call(GetGroup.self, get).group?.precedence == 0)
        try await under.call(
            DeleteGroup.self,
            DeleteGroupRequest(groupName: "editors", userPoolID: PoolUnderTest.poolID)
        )
        await expectRefusal("ResourceNotFoundException", "Group not found.") {
            try await under.call(GetGroup.self, get)
        }
    }

    @Test("an update of nothing, or with an empty description, changes nothing")
    func emptyUpdate() async throws {
        let made = try await under.makeGroup("editors", precedence: 3)
        under.clock.advance(by: .seconds(10))
        let update = UpdateGroupRequest(groupName: "editors", userPoolID: PoolUnderTest.poolID, description: "")
        let same = try await under.call(UpdateGroup.self, update).group
        #expect(same?.lastModifiedDate == made.lastModifiedDate && same?.precedence == 3)
    }

    @Test("a name is taken once in a pool, upper and lower case alike")
    func takenName() async throws {
        try await under.makeGroup("editors")
        for name in ["editors", "Editors"] {
            await expectRefusal("GroupExistsException", "A group with the name already exists.") {
                try await under.makeGroup(name)
            }
        }
    }

    @Test("what the model or the service forbids is refused")
    func malformed() async throws {
        await expectRefusal("InvalidParameterException") { try await under.makeGroup("two words") }
        await expectRefusal("InvalidParameterException") { try await under.makeGroup("editors", precedence: -1) }
        await expectRefusal("SerializationException") { try await under.makeGroup("editors", precedence: 1 << 31) }
        await expectRefusal("ResourceNotFoundException", "User pool local_None does not exist.") {
            try await under.call(CreateGroup.self, CreateGroupRequest(groupName: "a", userPoolID: "local_None"))
        }
    }

    @Test("operations on a group that is not there are refused")
    func unknownGroup() async throws {
        try await under.signUp()
        let poolID = PoolUnderTest.poolID
        await expectRefusal("ResourceNotFoundException", "Group not found.") {
            try await under.call(UpdateGroup.self, UpdateGroupRequest(groupName: "none", userPoolID: poolID))
        }
        await expectRefusal("ResourceNotFoundException", "Group not found.") {
            try await under.call(DeleteGroup.self, DeleteGroupRequest(groupName: "none", userPoolID: poolID))
        }
        await expectRefusal("ResourceNotFoundException", "Group not found.") {
            try await under.call(ListUsersInGroup.self, ListUsersInGroupRequest(groupName: "none", userPoolID: poolID))
        }
        await expectRefusal("ResourceNotFoundException", "Group not found.") {
            try await under.add("alice", to: "none")
        }
        await expectRefusal("ResourceNotFoundException", "Group not found.") {
            try await under.remove("alice", from: "none")
        }
    }

    @Test("users are added, listed and removed, twice as well as once")
    func members() async throws {
        for name in ["alice", "bob", "carol"] { try await under.signUp(name) }
        try await under.makeGroup("editors")
        for name in ["alice", "alice", "bob", "carol"] { try await under.add(name, to: "editors") }
        var request = ListUsersInGroupRequest(groupName: "editors", userPoolID: PoolUnderTest.poolID, limit: 2)
        let first = try await under.call(ListUsersInGroup.self, request)
        request.nextToken = first.nextToken
        let second = try await under.call(ListUsersInGroup.self, request)
        let names = [first, second].flatMap { $0.users ?? [] }.compactMap { $0.username?.value }
        #expect(names.sorted() == ["alice", "bob", "carol"] && first.users?.count == 2 && second.nextToken == nil)
        for _ in 0..<2 { try await under.remove("alice", from: "editors") }
        #expect(try await under.groups(of: "alice").isEmpty)
        #expect(try await under.groups(of: "bob") == ["editors"])
        await expectRefusal("UserNotFoundException") { try await under.add("nobody", to: "editors") }
        await expectRefusal("UserNotFoundException") { try await under.remove("nobody", from: "editors") }
        await expectRefusal("UserNotFoundException") { try await under.groups(of: "nobody") }
    }

    @Test("with a group or a user their memberships go")
    func cascades() async throws {
        for name in ["alice", "bob"] { try await under.signUp(name) }
        for group in ["editors", "readers"] {
            try await under.makeGroup(group)
            try await under.add("alice", to: group)
            try await under.add("bob", to: group)
        }
        try await under.call(
            DeleteGroup.self,
            DeleteGroupRequest(groupName: "editors", userPoolID: PoolUnderTest.poolID)
        )
        #expect(try await under.groups(of: "alice") == ["readers"])
        try await under.call(
            AdminDeleteUser.self,
            AdminDeleteUserRequest(userPoolID: PoolUnderTest.poolID, username: "alice")
        )
        let list = ListUsersInGroupRequest(groupName: "readers", userPoolID: PoolUnderTest.poolID)
        #expect(try await under.call(ListUsersInGroup.self, list).users?.map { $0.username?.value } == ["bob"])
    }

    @Test("groups are listed by name, a user's by precedence, page by page")
    func pages() async throws {
        try await under.signUp()
        for (name, precedence) in [("a", nil), ("b", 10), ("c", 2), ("d", nil), ("e", 2)] as [(String, Int?)] {
            try await under.makeGroup(name, precedence: precedence)
            try await under.add("alice", to: name)
        }
        var all: [String] = []
        var request = ListGroupsRequest(userPoolID: PoolUnderTest.poolID, limit: 2)
        repeat {
            let page = try await under.call(ListGroups.self, request)
            all += page.groups?.compactMap(\.groupName) ?? []
            request.nextToken = page.nextToken
        } while request.nextToken != nil
        #expect(all == ["a", "b", "c", "d", "e"])
        all = []
        var own = AdminListGroupsForUserRequest(userPoolID: PoolUnderTest.poolID, username: "alice", limit: 2)
        repeat {
            let page = try await under.call(AdminListGroupsForUser.self, own)
            all += page.groups?.compactMap(\.groupName) ?? []
            own.nextToken = page.nextToken
        } while own.nextToken != nil
        #expect(all == ["c", "e", "b", "a", "d"])
        request.nextToken = "!"
        let broken = request
        await expectRefusal("InvalidParameterException") { try await under.call(ListGroups.self, broken) }
        await expectRefusal("InvalidParameterException") {
            try await under.call(ListGroups.self, ListGroupsRequest(userPoolID: PoolUnderTest.poolID, limit: 0))
        }
    }

    @Test("both tokens name the groups, the id token their roles and the one that counts most")
    func claims() async throws {
        try await under.makeUser()
        try await under.makeGroup("readers", precedence: 7, role: "reader")
        try await under.makeGroup("editors", precedence: 1, role: "editor")
        try await under.makeGroup("anybody")
        for group in ["readers", "editors", "anybody"] { try await under.add("alice", to: group) }
        let tokens = try await under.tokens()
        let access = try Token(#require(tokens.accessToken?.value)).claims
        let identity = try Token(#require(tokens.idToken?.value)).claims
        let names: WireDocument = .array([.string("editors"), .string("readers"), .string("anybody")])
        #expect(access["cognito:groups"] == names && identity["cognito:groups"] == names)
        #expect(access["cognito:roles"] == nil && access["cognito:preferred_role"] == nil)
        #expect(identity["cognito:roles"] == .array([Self.role("editor"), Self.role("reader")]))
        #expect(identity["cognito:preferred_role"] == Self.role("editor"))
    }

    @Test("no role is preferred where groups that count as much have others")
    func ties() async throws {
        try await under.makeUser()
        try await under.makeGroup("readers", precedence: 1, role: "reader")
        try await under.makeGroup("editors", precedence: 1, role: "editor")
        for group in ["readers", "editors"] { try await under.add("alice", to: group) }
        let tied = try await Token(#require(under.tokens().idToken?.value)).claims
        #expect(tied["cognito:preferred_role"] == nil && tied["cognito:roles"] != nil)
        try await under.makeGroup("writers", precedence: 1, role: "editor")
        try await under.remove("alice", from: "readers")
        try await under.add("alice", to: "writers")
        let agreed = try await Token(#require(under.tokens().idToken?.value)).claims
        #expect(agreed["cognito:preferred_role"] == Self.role("editor"))
        #expect(agreed["cognito:roles"] == .array([Self.role("editor")]))
    }

    private static func role(_ name: String) -> WireDocument {
        .string("arn:aws:iam::123456789012:role/\(name)")
    }
}
