internal import CognitoWire
internal import GRDB

extension AdminListUserAuthEvents: LocalOperation {
    static var isReadOnly: Bool { true }

    /// Lists what a user did, the newest first, in a pool that keeps such events.
    static func perform(
        _ request: AdminListUserAuthEventsRequest,
        in call: Call
    ) throws -> AdminListUserAuthEventsResponse {
        let pool = try call.pool(request.userPoolID)
        let user = try call.user(request.username, in: pool)
        guard pool.keepsAuthEvents else {
            throw Refusal(.userPoolAddOnNotEnabled, "Threat protection is not enabled for the user pool.")
        }
        let limit = request.maxResults.flatMap { $0 == 0 ? nil : $0 }
        let page = try Page(request.nextToken, limit: limit)
        // Ids grow, so that what comes later has a greater one.
        let before = Column("id") < page.after
        let events =
            try AuthEventRecord
            .filter(Column("sub") == user.sub && (page.after.isEmpty ? true.sqlExpression : before))
            .order(Column("id").desc)
            .limit(page.limit + 1)
            .fetchAll(call.db)
        let shown = page.shown(of: events) { $0.id }
        return AdminListUserAuthEventsResponse(
            authEvents: shown.entries.map(\.described),
            nextToken: shown.token
        )
    }
}
