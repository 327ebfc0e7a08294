public import HTTPTypes

/// What arrives at the pool: one HTTP request, whichever way it came.
public struct LocalPoolRequest: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    /// The path with its query, beginning with a slash.
    public let path: String
    /// The header fields.
    public let headers: HTTPFields
    /// The body, whole.
    public let body: [UInt8]

    /// Describes a request.
    public init(method: HTTPRequest.Method, path: String, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }
}

/// What the pool answers.
public struct LocalPoolResponse: Sendable {
    /// The status: 200, or 400 for what the service refuses, 404 for an unknown path, 405 for a method that the path
    /// does not take, 500 if the pool itself failed.
    public let status: HTTPResponse.Status
    /// The header fields; of those that concern the connection there are none.
    public internal(set) var headers: HTTPFields
    /// The body, whole.
    public let body: [UInt8]

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
