import HTTPTypes
import Hummingbird

/// Keeps answers out of caches (RFC 6749 §5.1) and their types from being guessed.
struct CachingMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.cacheControl] = "no-store"
        if let pragma = HTTPField.Name("Pragma") { response.headers[pragma] = "no-cache" }
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}
