internal import HTTPTypes
internal import LocalPool

/// The OAuth endpoints of each pool, and its pages.
struct OAuthRoutes {
    let pool: LocalPool
    let request: SiteRequest

    /// Answers a request for one of them; `nil` if the path is none of theirs.
    func answer() async throws -> SiteResponse? {
        if let file = PageShell.file(request.path) {
            guard request.method == .get || request.method == .head else {
                throw Problem.methodNotAllowed(allow: "GET, HEAD")
            }
            return file
        }
        guard let place = OAuthPlace(path: request.path) else { return nil }
        guard request.body.count <= Self.greatestBody else {
            throw Problem(.contentTooLarge, "bodyTooLarge", "The body has more than \(Self.greatestBody) bytes.")
        }
        let methods = place.methods.map(\.rawValue).joined(separator: ", ")
        switch place.path {
        case .token, .revoke, .userInfo:
            // Applications within browsers call these from their own pages, as they call the service's.
            if request.method == .options { return CrossOrigin.preflight(methods: "\(methods), OPTIONS") }
            guard place.methods.contains(request.method) else {
                throw Problem.methodNotAllowed(allow: "\(methods), OPTIONS")
            }
            let poolID = try await poolID(of: place)
            let answer = await pool.answer(LocalPoolRequest(request), at: place.path, poolID: poolID)
            guard answer.status != .notFound else { throw Self.unknown }
            return CrossOrigin.open(SiteResponse(answer))
        default:
            guard place.methods.contains(request.method) else { throw Problem.methodNotAllowed(allow: methods) }
            return try await PageVisit(
                pool: pool,
                request: request,
                place: place,
                poolID: poolID(of: place)
            ).answer()
        }
    }

    /// Far more than any form of these takes.
    private static let greatestBody = 1 << 16

    static let unknown = Problem(.notFound, "notFound", "There is no pool of that id.")

    /// Which pool a path means: the one that it names; otherwise the one that has the host as its domain, by its whole
    /// name or, below `localhost`, by its first label; otherwise the one made at start.
    private func poolID(of place: OAuthPlace) async throws -> String {
        if let poolID = place.poolID { return poolID }
        let host = (request.authority ?? "").prefix { $0 != ":" }.lowercased()
        if let poolID = try await pool.poolID(ofDomain: host) { return poolID }
        guard host.hasSuffix(".localhost") else { return pool.firstPoolID }
        guard let poolID = try await pool.poolID(ofDomain: String(host.dropLast(".localhost".count))) else {
            throw Problem(.notFound, "notFound", "No pool has this domain.")
        }
        return poolID
    }
}
