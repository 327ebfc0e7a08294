package import HTTPTypes

/// One HTTP request, whole, with the host that it names.
package struct SiteRequest: Sendable {
    /// The method.
    package let method: HTTPRequest.Method
    /// The `Host` field; `nil` if there is none.
    package let authority: String?
    /// The path with its query, as it was sent.
    package let target: String
    /// The other header fields.
    package let headers: HTTPFields
    /// The body; one byte over the limit stands for all that were beyond it.
    package let body: [UInt8]

    package init(
        method: HTTPRequest.Method,
        authority: String?,
        target: String,
        headers: HTTPFields = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.authority = authority
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The path, still percent-encoded.
    var path: Substring {
        target.prefix { $0 != "?" }
    }

    /// What stands after the first question mark; empty if there is none.
    var query: Substring {
        target[path.endIndex...].dropFirst()
    }
}
