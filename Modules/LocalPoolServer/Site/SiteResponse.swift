internal import ByteCoding
package import HTTPTypes

/// What is answered to one request.
package struct SiteResponse: Sendable {
    /// The status.
    package var status: HTTPResponse.Status
    /// The header fields, without those that concern the connection.
    package var headers: HTTPFields
    /// The body, whole.
    package var body: [UInt8]
    /// A body that comes bit by bit, in place of ``body``; it ends when nobody takes it any more.
    package var parts: AsyncThrowingStream<[UInt8], any Error>?

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(status: HTTPResponse.Status, type: String, text: String) {
        self.init(status: status, headers: [.contentType: type], body: Array(text.utf8))
    }

    /// Bytes to come, good for one look.
    static func stream(_ parts: AsyncThrowingStream<[UInt8], any Error>, type: String) -> SiteResponse {
        var response = SiteResponse(status: .ok, headers: [.contentType: type, .cacheControl: "no-store"])
        response.parts = parts
        return response
    }

    /// The answer to a write that has nothing to say.
    static var done: SiteResponse {
        SiteResponse(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    /// A JSON document that is good for one look.
    static func document(_ object: JSONObject) -> SiteResponse {
        var response = SiteResponse(status: .ok, type: "application/json", text: object.text)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
