import AppSupport
import Hummingbird

/// Refuses requests whose first line or header section is too long.
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
        return try await next(request, context)
    }
}
