import Hummingbird

/// `/healthz`, the process is up, and `/readyz`, requests should be sent here.
struct HealthRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.get, "/healthz") { _, _ in try Response.json(["status": "ok"]) },
            Route(.get, "/readyz", handler: ready),
        ]
    }

    @Sendable private func ready(_ request: Request, _ context: GatewayContext) async throws -> Response {
        if gateway.readiness.isDraining {
            return try Response.json(["status": "draining"], status: .serviceUnavailable)
        }
        guard gateway.checker.hasKeys else {
            return try Response.json(["status": "noKeys"], status: .serviceUnavailable)
        }
        return try Response.json(["status": "ready"])
    }
}
