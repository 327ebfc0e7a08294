import Foundation
import HTTPTypes
import Hummingbird

extension Response {
    /// An answer in JSON, its members sorted by name.
    ///
    /// - Throws: `EncodingError`.
    static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        type: String = "application/json"
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = ByteBuffer(bytes: try encoder.encode(value))
        return Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: bytes))
    }
}
