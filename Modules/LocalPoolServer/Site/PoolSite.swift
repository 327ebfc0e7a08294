internal import HTTPTypes
package import LocalPool
package import Logging

/// Every rule of the server that does not need a socket: who is answered, which path goes where, what is refused.
package struct PoolSite: Sendable {
    /// The greatest body that is read: more than ten times what the service's model allows for.
    package static let greatestBody = 1 << 20

    private let pool: LocalPool
    private let hosts: HostRule
    private let version: String
    private let logger: Logger

    /// Makes a site that answers for `pool`; `Host` may have one of `hosts`, besides the names of the loopback.
    package init(pool: LocalPool, hosts: [String], version: String, logger: Logger) {
        self.pool = pool
        self.hosts = HostRule(allowed: hosts)
        self.version = version
        self.logger = logger
    }

    /// Answers one request.
    package func respond(to request: SiteRequest) async -> SiteResponse {
        var response: SiteResponse
        do {
            response = try await answer(request)
        } catch let problem as Problem {
            response = problem.response
        } catch {
            response = failure(error).response
        }
        response.headers[.date] = WrittenTime.http(pool.now)
        response.headers[.xContentTypeOptions] = "nosniff"
        // To HEAD goes the length of what GET would have brought.
        if response.parts == nil, response.status != .noContent {
            response.headers[.contentLength] = String(response.body.count)
        }
        if request.method == .head { response.body = [] }
        return response
    }

    /// What a client is told of a failure of the pool, or of a request that was cut short.
    private func failure(_ error: any Error) -> Problem {
        guard !Task.isCancelled else { return Problem(.serviceUnavailable, "stopping", "The server is stopping.") }
        logger.error("the pool failed", metadata: ["error": "\(error)"])
        return Problem(.internalServerError, "internal", "The pool failed; its log says why.")
    }

    private func answer(_ request: SiteRequest) async throws -> SiteResponse {
        // The first Host field is the authority; a second one is a try to have two.
        guard !request.headers.contains(where: { $0.name.canonicalName == "host" }), hosts.allows(request.authority)
        else {
            throw Problem(.forbidden, "hostNotAllowed", "This name in Host is not in the list of allowed hosts.")
        }
        if request.path == "/_local" || request.path.hasPrefix("/_local/") {
            return try await LocalRoutes(pool: pool, version: version).answer(request)
        }
        if request.path == "/confirmUser" { return try await confirm(request) }
        if let response = try await OAuthRoutes(pool: pool, request: request).answer() { return response }
        do {
            return CrossOrigin.open(try await answerAnyPage(request))
        } catch let problem as Problem {
            return CrossOrigin.open(problem.response)
        }
    }

    /// What pages of every origin may use, as they may use the service.
    private func answerAnyPage(_ request: SiteRequest) async throws -> SiteResponse {
        guard request.body.count <= Self.greatestBody else {
            throw Problem(.contentTooLarge, "bodyTooLarge", "The body has more than \(Self.greatestBody) bytes.")
        }
        return request.path == "/" ? try await callService(request) : try await showDocument(request)
    }

    /// One operation of the services, as their SDKs call it.
    private func callService(_ request: SiteRequest) async throws(Problem) -> SiteResponse {
        switch request.method {
        case .options: return CrossOrigin.preflight(methods: "POST, OPTIONS")
        // The pool refuses other types than the services' own, which a browser does not send without asking first.
        case .post: return await SiteResponse(pool.respond(to: LocalPoolRequest(request, method: .post)))
        default: throw .methodNotAllowed(allow: "POST, OPTIONS")
        }
    }

    /// The link of an e-mail, for people and not for scripts of other pages.
    private func confirm(_ request: SiteRequest) async throws(Problem) -> SiteResponse {
        guard request.method == .get else { throw .methodNotAllowed(allow: "GET") }
        return await SiteResponse(pool.respond(to: LocalPoolRequest(request, method: .get)))
    }

    /// A pool's keys or its discovery document.
    private func showDocument(_ request: SiteRequest) async throws(Problem) -> SiteResponse {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[2] == ".well-known" else {
            throw Problem(.notFound, "notFound", "There is no such path.")
        }
        switch request.method {
        case .options: return CrossOrigin.preflight(methods: "GET, HEAD, OPTIONS")
        case .get, .head: break
        default: throw .methodNotAllowed(allow: "GET, HEAD, OPTIONS")
        }
        let response = await pool.respond(to: LocalPoolRequest(request, method: .get))
        guard response.status != .notFound else {
            throw Problem(.notFound, "notFound", "There is no such document, or no pool of that id.")
        }
        return SiteResponse(response)
    }
}

extension LocalPoolRequest {
    /// The request as the pool takes it, with that method in place of its own.
    init(_ request: SiteRequest, method: HTTPRequest.Method? = nil) {
        self.init(
            method: method ?? request.method,
            path: request.target,
            headers: request.headers,
            body: request.body
        )
    }
}

extension SiteResponse {
    init(_ response: LocalPoolResponse) {
        self.init(status: response.status, headers: response.headers, body: response.body)
    }
}
