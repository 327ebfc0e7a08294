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
        if let problem = rules.fault(of: request) { throw problem }
        return try await next(request, context)
    }
}

extension RequestRules {
    /// What is wrong with the first line or the header section of a request; `nil` if nothing is.
    func fault(of request: Request) -> Problem? {
        guard request.uri.string.utf8.count <= maximumTargetByteCount else {
            return Problem(.targetTooLong, "The target must not be longer than \(maximumTargetByteCount) bytes.")
        }
        let headerByteCount = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count }
        guard request.headers.count <= maximumHeaderCount, headerByteCount <= maximumHeaderByteCount else {
            return Problem(
                .headersTooLarge,
                """
                There must not be more than \(maximumHeaderCount) header fields or \(maximumHeaderByteCount) bytes of \
                them.
                """
            )
        }
        // RFC 9112 §6.1: without "chunked" at the end a request has no length; other codings are not offered here.
        let codings = request.headers[values: .transferEncoding]
        guard codings.isEmpty || (codings.count == 1 && codings[0].lowercased() == "chunked") else {
            return Problem(.malformedRequest, "The only transfer coding is chunked.")
        }
        return nil
    }
}
