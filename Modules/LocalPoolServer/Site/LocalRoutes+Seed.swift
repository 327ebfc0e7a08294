internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

extension LocalRoutes {
    /// The longest document; more users than that holds come line by line.
    private static let greatestDocument = 16 << 20

    /// Makes pools, clients, groups and users, and answers what was made and what was there.
    func seed(_ request: SiteRequest) async throws -> SiteResponse {
        try WriteRule.check(request, types: WriteRule.seed)
        let query = try QueryText(request.query, names: ["pool"])
        do {
            let report =
                WriteRule.type(of: request) == "application/x-ndjson"
                ? try await load(request, into: query["pool"]) : try await plant(request)
            return .document(JSONObject(["made": report.made.json, "kept": report.kept.json]))
        } catch let error as LocalPoolError {
            throw Self.problem(of: error)
        }
    }

    private func load(_ request: SiteRequest, into poolID: String?) async throws -> SeedReport {
        let file = try SnapshotFile()
        try await file.write(from: request.readBody)
        return try await pool.loadUsers(fromLinesOf: file.path, into: poolID)
    }

    private func plant(_ request: SiteRequest) async throws -> SeedReport {
        let document = try await whole(request, "; send users line by line")
        // Anybody on this machine may call; the pool runs no programs for anybody.
        return try await pool.seed(document, allowingPrograms: false)
    }

    /// Takes the file of an import job, at the address that the job shows.
    func upload(_ request: SiteRequest, to jobID: String) async throws -> SiteResponse {
        // As the service's storage does, it takes any type; a browser asks before it sends PUT.
        try WriteRule.check(request, types: nil)
        _ = try QueryText(request.query, names: [])
        guard try await pool.uploadUsers(whole(request), toImportJob: jobID) else {
            throw Problem(.forbidden, "uploadRefused", "No import job of that id takes a file any more.")
        }
        return .done
    }

    private func whole(_ request: SiteRequest, _ advice: String = "") async throws -> [UInt8] {
        var body: [UInt8] = []
        try await request.readBody { part in
            body += part
            guard body.count <= Self.greatestDocument else {
                let text = "The body has at most \(Self.greatestDocument) bytes\(advice)."
                throw Problem(.contentTooLarge, "bodyTooLarge", text)
            }
        }
        return body
    }

    private static func problem(of error: LocalPoolError) -> any Error {
        switch error.code {
        case .invalidSeed: Problem(.unprocessableContent, "invalidSeed", "Not planted: \(error.message).")
        case .unknownPool: Problem(.notFound, "unknownPool", "There is no pool of that id.")
        default: error
        }
    }
}

extension SeedReport.Count {
    fileprivate var json: JSONValue {
        .object(
            JSONObject([
                "pools": .number(JSONNumber(Int64(pools))),
                "clients": .number(JSONNumber(Int64(clients))),
                "groups": .number(JSONNumber(Int64(groups))),
                "users": .number(JSONNumber(Int64(users))),
            ])
        )
    }
}
