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
    /// Reads a body that may be too large for memory and so is not in ``body``, from its first byte to its last.
    package let readBody: BodyReader

    /// Gives a body away in parts, for as long as taking them does not fail.
    package typealias BodyReader = @Sendable (_ take: ([UInt8]) throws -> Void) async throws -> Void

    package init(
        method: HTTPRequest.Method,
        authority: String?,
        target: String,
        headers: HTTPFields = [:],
        body: [UInt8] = [],
        readBody: BodyReader? = nil
    ) {
        self.method = method
        self.authority = authority
        self.target = target
        self.headers = headers
        self.body = body
        self.readBody = readBody ?? { take in try take(body) }
    }

    /// Whether a request's body is read only once it is known that it is wanted.
    package static func comesInParts(_ method: HTTPRequest.Method, _ target: String) -> Bool {
        let path = target.prefix { $0 != "?" }
        return (method == .put && (path == "/_local/snapshot" || path.hasPrefix("/_local/import/")))
            || (method == .post && path == "/_local/seed")
    }

    /// Whether a request may take longer than its client stays.
    package static func mayWait(_ target: String) -> Bool {
        let path = target.prefix { $0 != "?" }
        return path == "/_local/inbox" || path.hasPrefix("/_local/codes/")
    }

    /// Whether the answer to a request has no end of its own.
    package static func isEndless(_ target: String) -> Bool {
        target.prefix { $0 != "?" } == "/_local/events"
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
