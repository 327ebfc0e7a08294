import CognitoWire
import LocalPool
import Testing

/// Groups, as administrators arrange them.
extension PoolUnderTest {
    @discardableResult
    func makeGroup(_ name: String, precedence: Int? = nil, role: String? = nil) async throws -> GroupType {
        let request = CreateGroupRequest(
            groupName: name,
            userPoolID: Self.poolID,
            precedence: precedence,
            roleARN: role.map { "arn:aws:iam::123456789012:role/\($0)" }
        )
        return try #require(try await call(CreateGroup.self, request).group)
    }

    func add(_ username: String, to group: String) async throws {
        try await call(
            AdminAddUserToGroup.self,
            AdminAddUserToGroupRequest(groupName: group, userPoolID: Self.poolID, username: Sensitive(username))
        )
    }

    func remove(_ username: String, from group: String) async throws {
        try await call(
            AdminRemoveUserFromGroup.self,
            AdminRemoveUserFromGroupRequest(groupName: group, userPoolID: Self.poolID, username: Sensitive(username))
        )
    }

    func groups(of username: String) async throws -> [String] {
        try await call(
            AdminListGroupsForUser.self,
            AdminListGroupsForUserRequest(userPoolID: Self.poolID, username: Sensitive(username))
        ).groups?.compactMap(\.groupName) ?? []
    }
}
