/// What Signature Version 4 looks at of a request.
public struct SigV4Request: Sendable {
    /// The method, in upper case.
    public var method: String
    /// The path as it stands on the request line, at least `/`.
    public var path: String
    /// What follows the `?`, as it stands on the request line; `nil` if there is none.
    public var query: String?
    /// The headers in order, `Host` among them; names of any case.
    public var headers: [(name: String, value: String)]
    /// The whole body.
    public var body: [UInt8]

    /// Describes a request.
    public init(
        method: String,
        path: String,
        query: String? = nil,
        headers: [(name: String, value: String)],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}
