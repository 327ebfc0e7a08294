import HTTPTypes
import Hummingbird

/// One entry of the gateway's table of routes.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, GatewayContext) async throws -> Response

    /// The method.
    let method: HTTPRequest.Method
    /// The path; no part of it varies.
    let path: String
    /// What answers.
    let handler: Handler

    init(_ method: HTTPRequest.Method, _ path: String, handler: @escaping Handler) {
        self.method = method
        self.path = path
        self.handler = handler
    }
}

/// The methods that each path takes.
struct AllowedMethods: Sendable {
    private let methods: [[Substring]: Set<HTTPRequest.Method>]

    init(_ routes: [Route]) {
        methods = routes.reduce(into: [:]) { methods, route in
            methods[Self.parts(of: route.path), default: []].insert(route.method)
            if route.method == .get { methods[Self.parts(of: route.path), default: []].insert(.head) }
        }
    }

    /// The methods for the header `Allow`; `nil` for a path that is not there at all.
    subscript(path: String) -> String? {
        methods[Self.parts(of: path)].map { $0.map(\.rawValue).sorted().joined(separator: ", ") }
    }

    /// As the router sees it: empty parts do not count.
    private static func parts(of path: String) -> [Substring] {
        path.split(separator: "/")
    }
}
