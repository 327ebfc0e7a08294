internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

extension LocalRoutes {
    /// `GET` reads messages from a cursor on, and waits for one if it is asked to; `DELETE` forgets them.
    func inbox(_ request: SiteRequest) async throws -> SiteResponse {
        if request.method == .delete { try WriteRule.check(request, types: nil) }
        let isRead = request.method == .get
        let query = try QueryText(
            request.query,
            names: isRead ? ["after", "kind", "pool", "to", "wait"] : ["kind", "pool", "to"]
        )
        let filter = InboxFilter(
            poolID: query["pool"],
            receiver: query["to"],
            kind: query["kind"].map { DeliveredMessage.Kind(rawValue: $0) }
        )
        do {
            guard isRead else {
                try await pool.deleteMessages(matching: filter)
                return .done
            }
            let page = try await pool.messages(
                matching: filter,
                after: try cursor(query["after"]),
                waitingAtMost: try wait(query["wait"])
            )
            guard !Task.isCancelled else { throw Problem(.serviceUnavailable, "stopping", "The server is stopping.") }
            return .document(
                JSONObject([
                    "messages": .array(page.messages.map { .object($0.json) }),
                    "cursor": .string(String(page.cursor)),
                ])
            )
        } catch let error as LocalPoolError where error.code == .unknownPool {
            throw Problem(.notFound, "unknownPool", "There is no pool of that id.")
        }
    }

    /// How long a request may wait.
    func wait(_ text: String?) throws(Problem) -> Duration {
        guard let wait = text.map(WaitTime.parse) ?? .zero else {
            throw Problem(.badRequest, "malformedRequest", "wait is a time such as 500ms, 10s or 1m, at most 60s.")
        }
        return wait
    }

    private func cursor(_ text: String?) throws(Problem) -> Int64 {
        guard let text else { return 0 }
        guard let cursor = Int64(text), cursor >= 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Problem(.badRequest, "malformedRequest", "after is the cursor of an earlier answer.")
        }
        return cursor
    }
}

extension DeliveredMessage {
    fileprivate var json: JSONObject {
        JSONObject([
            "id": .string(String(id)),
            "pool": .string(poolID),
            "medium": .string(medium.rawValue),
            "destination": .string(destination),
            "subject": subject.map { .string($0) },
            "body": .string(body),
            "code": code.map { .string($0) },
            "username": .string(username),
            "kind": .string(kind.rawValue),
            "deliveredAt": WrittenTime.timestamp(deliveredAt).map { .string($0) },
        ])
    }
}
