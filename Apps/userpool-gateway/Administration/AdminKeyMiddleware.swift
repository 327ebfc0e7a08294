import AppSupport
import Hummingbird

/// Lets only those in who know a key for administration, whatever they ask for.
struct AdminKeyMiddleware: RouterMiddleware {
    let keys: AdminKeys

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let fields = request.headers[values: .authorization]
        let parts = fields.first?.split(separator: " ", omittingEmptySubsequences: true) ?? []
        guard fields.count == 1, parts.count == 2, parts[0].lowercased() == "bearer", keys.contains(parts[1].utf8)
        else {
            throw Problem(.adminKeyInvalid, "Send a key for administration in the header Authorization: Bearer.")
        }
        return try await next(request, context)
    }
}
