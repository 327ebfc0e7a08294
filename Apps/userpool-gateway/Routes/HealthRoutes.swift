import Hummingbird

/// `/healthz`: the process is up and answers.
struct HealthRoutes {
    var routes: [Route] {
        [Route(.get, "/healthz") { _, _ in try Response.json(["status": "ok"]) }]
    }
}
