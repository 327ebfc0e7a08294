import AppSupport
import Hummingbird

/// Refuses requests whose first line or header section is too long, and bodies framed in a way that the next reader on the
/// way might understand differently.
struct RequestHeadMiddleware: RouterMiddleware {
    typealias Context = GatewayContext

    let rules: RequestRules

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= rules.maximumTargetByteCount else {
            throw Problem(.targetTooLong, "The target must not be longer than \(rules.maximumTargetByteCount) bytes.")
        }
        let headerByteCount = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count }
        guard request.headers.count <= rules.maximumHeaderCount, headerByteCount <= rules.maximumHeaderByteCount else {
            throw Problem(
                .headersTooLarge,
                """
                There must not be more than \(rules.maximumHeaderCount) header fields or \
                \(rules.maximumHeaderByteCount) bytes of them.
                """
            )
        }
        // RFC 9112 §6.1: without "chunked" at the end a request has no length; other codings are not offered here.
        let codings = request.headers[values: .transferEncoding]
        guard codings.isEmpty || (codings.count == 1 && codings[0].lowercased() == "chunked") else {
            throw Problem(.malformedRequest, "The only transfer coding is chunked.")
        }
        return try await next(request, context)
    }
}
