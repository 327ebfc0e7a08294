internal import ByteCoding
internal import HTTPTypes

/// What went wrong with a request that is not for the service's API (RFC 9457).
struct Problem: Error {
    let status: HTTPResponse.Status
    /// What to branch on.
    let code: String
    /// What a person needs to act on it.
    let detail: String
    /// The methods that the path does take, for the status 405.
    private(set) var allow: String?

    init(_ status: HTTPResponse.Status, _ code: String, _ detail: String) {
        self.status = status
        self.code = code
        self.detail = detail
    }

    /// The path is there, but not for this method; `allow` lists those that it takes.
    static func methodNotAllowed(allow: String) -> Problem {
        var problem = Problem(.methodNotAllowed, "methodNotAllowed", "This path takes \(allow).")
        problem.allow = allow
        return problem
    }

    /// The answer that says so.
    var response: SiteResponse {
        let object = JSONObject([
            "type": .string("about:blank"),
            "title": .string(status.reasonPhrase),
            "status": .number(JSONNumber(Int64(status.code))),
            "detail": .string(detail),
            "code": .string(code),
        ])
        var response = SiteResponse(status: status, type: "application/problem+json", text: object.text)
        response.headers[.cacheControl] = "no-store"
        response.headers[.allow] = allow
        return response
    }
}
