import AppSupport
import Foundation
import HTTPTypes
import Hummingbird

/// One entry of the gateway's table of routes.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, GatewayContext) async throws -> Response

    /// The method.
    let method: HTTPRequest.Method
    /// The path; a part in braces, such as `{key}`, takes any value and hands it to the handler under that name.
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
    private struct Entry {
        let template: [Substring]
        let methods: Set<HTTPRequest.Method>

        func matches(_ parts: [Substring]) -> Bool {
            template.count == parts.count && zip(template, parts).allSatisfy { $0.first == "{" || $0 == $1 }
        }
    }

    private let entries: [Entry]

    init(_ routes: [Route]) {
        entries = routes.map { route in
            // The router answers HEAD wherever it answers GET.
            let methods: Set = route.method == .get ? [.get, .head] : [route.method]
            return Entry(template: Self.parts(of: route.path), methods: methods)
        }
    }

    /// The methods for the header `Allow`; `nil` for a path that is not there at all.
    subscript(path: String) -> String? {
        let parts = Self.parts(of: path)
        let methods = entries.filter { $0.matches(parts) }.reduce(into: Set()) { $0.formUnion($1.methods) }
        return methods.isEmpty ? nil : methods.map(\.rawValue).sorted().joined(separator: ", ")
    }

    /// As the router sees it: empty parts do not count.
    private static func parts(of path: String) -> [Substring] {
        path.split(separator: "/")
    }
}

extension GatewayContext {
    /// What stands in the path where the route has `{name}`, with its percent-encoding undone (RFC 3986 §2.1).
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/notFound`` if it is not UTF-8.
    func pathValue(_ name: String) throws -> String {
        guard let value = parameters.get(name)?.removingPercentEncoding, !value.isEmpty else {
            throw Problem(.notFound, "There is no such path.")
        }
        return value
    }
}
