internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

/// The routes that tests and scripts use and the service does not have.
struct LocalRoutes {
    let pool: LocalPool
    let version: String

    /// Answers a request whose path begins with `/_local`.
    func answer(_ request: SiteRequest) async throws -> SiteResponse {
        guard !CrossOrigin.isForeign(request.headers) else {
            throw Problem(.forbidden, "foreignPage", "Pages of other sites may not use the local routes.")
        }
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2)
        guard let name = parts.first, parts.count <= 2 else { throw Self.noSuchRoute }
        if name == "import", let jobID = parts.dropFirst().first {
            try allow([.put], of: request)
            return try await upload(request, to: String(jobID))
        }
        if parts.count == 2 {
            guard name == "codes" || name == "totp" else { throw Self.noSuchRoute }
            try allow([.get], of: request)
            guard let username = parts.last.flatMap(PercentText.decoded), !username.isEmpty else {
                throw Problem(.badRequest, "malformedRequest", "The username is not percent-encoded UTF-8.")
            }
            return name == "totp" ? try await totp(for: username, request) : try await code(for: username, request)
        }
        switch name {
        case "info":
            try allow([.get, .head], of: request)
            return try await info()
        case "differences":
            try allow([.get, .head], of: request)
            return try differences(request)
        case "inbox":
            try allow([.get, .delete], of: request)
            return try await inbox(request)
        case "events":
            try allow([.get], of: request)
            return events()
        case "reset":
            try allow([.post], of: request)
            return try await reset(request)
        case "seed":
            try allow([.post], of: request)
            return try await seed(request)
        case "snapshot":
            try allow([.get, .put], of: request)
            return try await snapshot(request)
        case "clock":
            try allow([.get, .put], of: request)
            return try await clock(request)
        case "chaos":
            try allow([.get, .put], of: request)
            return try await chaos(request)
        default: throw Self.noSuchRoute
        }
    }

    private static let noSuchRoute = Problem(.notFound, "notFound", "There is no such local route.")

    private func allow(_ methods: [HTTPRequest.Method], of request: SiteRequest) throws(Problem) {
        guard methods.contains(request.method) else {
            throw .methodNotAllowed(allow: methods.map(\.rawValue).joined(separator: ", "))
        }
    }

    private func info() async throws -> SiteResponse {
        let pools = try await pool.summaries().map { pool in
            JSONValue.object(
                JSONObject([
                    "poolId": .string(pool.poolID),
                    "poolName": .string(pool.poolName),
                    "clientId": pool.clientID.map { .string($0) },
                    "issuer": .string(pool.issuer),
                    "jwksUri": .string(pool.jwksURI),
                ])
            )
        }
        return .document(
            JSONObject([
                "endpoint": .string(pool.endpoint),
                "console": .string(ConsoleAddress.text(endpoint: pool.endpoint)),
                "version": .string(version),
                "mode": .string(pool.mode.rawValue),
                "pools": .array(pools),
            ])
        )
    }

    private func code(for username: String, _ request: SiteRequest) async throws -> SiteResponse {
        let query = try QueryText(request.query, names: ["pool", "wait"])
        let wait = try wait(query["wait"])
        let message = try await message(for: username, in: query["pool"], within: wait)
        guard let message, let code = message.code else {
            guard !Task.isCancelled else { throw Problem(.serviceUnavailable, "stopping", "The server is stopping.") }
            throw Problem(.notFound, "noCode", "No code that was not handed out yet came in time.")
        }
        guard !AcceptedType.prefersText("plain", request.headers) else {
            var response = SiteResponse(status: .ok, type: "text/plain; charset=utf-8", text: code)
            response.headers[.cacheControl] = "no-store"
            return response
        }
        return .document(
            JSONObject([
                "code": .string(code),
                "kind": .string(message.kind.rawValue),
                "medium": .string(message.medium.rawValue),
                "destination": .string(message.destination),
                "username": .string(message.username),
                "deliveredAt": WrittenTime.timestamp(message.deliveredAt).map { .string($0) },
            ])
        )
    }

    private func totp(for username: String, _ request: SiteRequest) async throws -> SiteResponse {
        let query = try QueryText(request.query, names: ["pool"])
        let code: AuthenticatorCode?
        do throws(LocalPoolError) {
            code = try await pool.authenticatorCode(for: username, poolID: query["pool"])
        } catch {
            guard error.code == .unknownPool else { throw error }
            throw Problem(.notFound, "unknownPool", "There is no pool of that id.")
        }
        guard let code else {
            throw Problem(.notFound, "noAuthenticator", "There is no such user, or none with an authenticator app.")
        }
        return .document(
            JSONObject([
                "code": .string(code.code),
                "secondsLeft": .number(JSONNumber(Int64(code.secondsLeft))),
                "uri": .string(
                    code.uri.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
                ),
            ])
        )
    }

    private func message(
        for username: String,
        in poolID: String?,
        within wait: Duration
    ) async throws -> DeliveredMessage? {
        do {
            return try await pool.nextCode(for: username, poolID: poolID, waitingAtMost: wait)
        } catch {
            guard error.code == .unknownPool else { throw error }
            throw Problem(.notFound, "unknownPool", "There is no pool of that id.")
        }
    }
}
