import Foundation
import HTTPTypes
import Hummingbird

/// Gives each request an id: the caller's, if it is well formed, or a new one; the answer repeats it.
struct RequestIDMiddleware: RouterMiddleware {
    private let name = HTTPField.Name("X-Request-Id")

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let given = name.flatMap { request.headers[$0] }.flatMap { Self.isWellFormed($0) ? $0 : nil }
        context.requestID = given ?? UUID().uuidString.lowercased()
        var response = try await next(request, context)
        if let name { response.headers[name] = context.requestID }
        return response
    }

    /// 1 to 128 letters, digits, hyphens, underscores and full stops: nothing that could break a line of a log.
    private static func isWellFormed(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count)
            && id.utf8.allSatisfy { character in
                switch character {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
