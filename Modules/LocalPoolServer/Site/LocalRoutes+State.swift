internal import ByteCoding
internal import HTTPTypes
internal import LocalPool

extension LocalRoutes {
    /// Forgets everything but the pool and the client made at start.
    func reset(_ request: SiteRequest) async throws -> SiteResponse {
        try WriteRule.check(request, types: WriteRule.json)
        guard request.body.isEmpty || (try? RequestObject(request, names: [])) != nil else {
            throw Problem(.badRequest, "malformedRequest", "A reset takes no members.")
        }
        try await pool.reset()
        return .done
    }

    /// `GET` copies the whole state out, `PUT` puts one in its place.
    func snapshot(_ request: SiteRequest) async throws -> SiteResponse {
        guard request.method == .put else { return try await copyOut() }
        try WriteRule.check(request, types: WriteRule.file)
        let file = try SnapshotFile()
        try await file.write(from: request.readBody)
        do throws(LocalPoolError) {
            try await pool.loadSnapshot(from: file.path)
        } catch {
            throw Self.problem(of: error)
        }
        return .done
    }

    private func copyOut() async throws -> SiteResponse {
        let file = try SnapshotFile()
        try await pool.saveSnapshot(to: file.path)
        var response = SiteResponse.stream(try file.parts(), type: "application/vnd.sqlite3")
        response.headers[.contentLength] = String(try file.byteCount())
        response.headers[.contentDisposition] = #"attachment; filename="userpool.sqlite""#
        return response
    }

    private static func problem(of error: LocalPoolError) -> Problem {
        let code =
            switch error.code {
            case .conflictingIdentifier: "conflictingIdentifier"
            case .newerFile: "newerSnapshot"
            case .foreignFile: "foreignSnapshot"
            default: "damagedSnapshot"
            }
        let isConflict = error.code == .conflictingIdentifier
        return Problem(isConflict ? .conflict : .unprocessableContent, code, "Not loaded: \(error.message).")
    }
}
