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

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(status: HTTPResponse.Status, type: String, text: String) {
        self.init(status: status, headers: [.contentType: type], body: Array(text.utf8))
    }

    /// A JSON document that is good for one look.
    static func document(_ object: JSONObject) -> SiteResponse {
        var response = SiteResponse(status: .ok, type: "application/json", text: object.text)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
