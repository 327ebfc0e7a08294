internal import CognitoWire

extension AdminListGroupsForUser: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Lists a user's groups, the ones that count most first.
    static func perform(
        _ request: AdminListGroupsForUserRequest,
        in call: Call
    ) throws -> AdminListGroupsForUserResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        let page = try Page(request.nextToken, limit: request.limit, atLeast: 1)
        let rest = try call.groups(of: user).records.filter { group in
            page.after.utf8.lexicographicallyPrecedes(group.rank.utf8)
        }
        let shown = page.shown(of: rest, key: \.rank)
        return AdminListGroupsForUserResponse(groups: shown.entries.map(\.described), nextToken: shown.token)
    }
}
