internal import HTTPTypes

/// What pages of other origins may do with the service's API: all that they may do with the service itself, and
/// nothing with the local routes.
enum CrossOrigin {
    /// Headers that the SDKs for browsers send.
    private static let requestHeaders = [
        "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "cache-control", "content-type",
        "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-target", "x-amz-user-agent",
    ]
    private static let responseHeaders = ["x-amzn-RequestId", "x-amzn-ErrorType", "x-amzn-ErrorMessage", "Date"]

    /// Lets a page of any origin read the answer, with the names of its headers.
    static func open(_ response: SiteResponse) -> SiteResponse {
        var response = response
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = responseHeaders.joined(separator: ", ")
        return response
    }

    /// The answer to the question that a browser asks before a request: the path takes `methods`.
    static func preflight(methods: String) -> SiteResponse {
        open(
            SiteResponse(
                status: .ok,
                headers: [
                    .accessControlAllowMethods: methods,
                    .accessControlAllowHeaders: requestHeaders.joined(separator: ", "),
                    .accessControlMaxAge: "86400",
                    .allow: methods,
                ]
            )
        )
    }

    /// Whether a browser says that a page of another site makes this request.
    static func isForeign(_ headers: HTTPFields) -> Bool {
        fetchSite.map { headers[values: $0].contains { $0.lowercased() == "cross-site" } } ?? false
    }

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")
}
