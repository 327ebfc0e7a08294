import AppSupport
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Puts the routes, what surrounds them, and the listener together.
enum GatewayApplication {
    typealias App = Application<RouterResponder<GatewayContext>>

    /// Makes the service for users; it listens when it runs.
    ///
    /// - Parameters:
    ///   - gateway: What the routes work with.
    ///   - host: The address to listen on.
    ///   - port: The port to listen on; 0 for any that is free.
    ///   - onListening: Called with the port once connections are accepted.
    /// - Returns: The service.
    static func make(
        _ gateway: Gateway,
        host: String = GatewaySettings.defaultHost,
        port: Int = 0,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> App {
        make(
            gateway,
            router: router(gateway, routes(gateway), before: ForwardAuthMiddleware(gateway: gateway)),
            address: .hostname(host, port: port),
            onListening: onListening
        )
    }

    /// Makes the service for administration; it listens when it runs.
    ///
    /// - Parameters:
    ///   - gateway: What the routes work with.
    ///   - settings: Where it listens, and who may come in.
    ///   - onListening: Called with the port once connections are accepted.
    /// - Returns: The service.
    static func makeAdministration(
        _ gateway: Gateway,
        _ settings: AdminSettings,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> App {
        make(
            gateway,
            router: router(
                gateway,
                BatchRoutes(gateway: gateway).routes,
                behind: AdminKeyMiddleware(keys: settings.keys)
            ),
            address: .hostname(settings.host, port: settings.port),
            onListening: onListening
        )
    }

    /// All routes for users, by group, but for the one of ``ForwardAuthMiddleware``.
    static func routes(_ gateway: Gateway) -> [Route] {
        let users = [
            HealthRoutes(gateway: gateway).routes, SignUpRoutes(gateway: gateway).routes,
            SessionRoutes(gateway: gateway).routes, ChallengeRoutes(gateway: gateway).routes,
            PasswordRoutes(gateway: gateway).routes, MeRoutes(gateway: gateway).routes,
            FactorRoutes(gateway: gateway).routes, DeviceRoutes(gateway: gateway).routes,
            PasskeyRoutes(gateway: gateway).routes,
        ]
        return users.flatMap(\.self) + (gateway.rules.offersRPC ? RPCRoutes(gateway: gateway).routes : [])
    }

    private static func make(
        _ gateway: Gateway,
        router: Router<GatewayContext>,
        address: BindAddress,
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> App {
        var quiet = gateway.logger
        // What a server library says of each connection is of no use to whoever runs the gateway.
        quiet.logLevel = max(.warning, quiet.logLevel)
        return Application(
            responder: router.buildResponder(),
            server: .http1(configuration: connections(under: gateway.rules)),
            configuration: ApplicationConfiguration(address: address),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: quiet
        )
    }

    /// Puts routes behind what surrounds them.
    ///
    /// - Parameters:
    ///   - gateway: What the routes work with.
    ///   - routes: The routes.
    ///   - outer: Stands before everything that answers with a problem of any status.
    ///   - inner: Stands before the routes, and before the answer that there is none.
    /// - Returns: The router.
    private static func router(
        _ gateway: Gateway,
        _ routes: [Route],
        before outer: ForwardAuthMiddleware? = nil,
        behind inner: AdminKeyMiddleware? = nil
    ) -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self, options: [.autoGenerateHeadEndpoints])
        // From the outside in.
        router.add(middleware: RequestIDMiddleware())
        router.add(middleware: AccessLogMiddleware(logger: gateway.logger))
        router.add(middleware: CachingMiddleware())
        if let outer { router.add(middleware: outer) }
        router.add(middleware: ProblemMiddleware(allowed: AllowedMethods(routes), logger: gateway.logger))
        router.add(middleware: RequestHeadMiddleware(rules: gateway.rules))
        if let inner { router.add(middleware: inner) }
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                do {
                    return try await Deadline.run(within: gateway.rules.timeout) {
                        try await route.handler(request, context)
                    }
                } catch is Deadline.Expired {
                    throw context.record.hasWholeBody
                        ? Problem(.upstreamTimeout, "The service took too long to answer.")
                        : Problem(.requestTimeout, "The request took too long to arrive.")
                }
            }
        }
        return router
    }

    /// The parser's own bounds lie above those of ``RequestRules``, which are answered with a problem; beyond the parser's
    /// bounds there is a bare 400 and the connection ends.
    private static func connections(under rules: RequestRules) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionEnding()],
            idleTimeout: TimeAmount(rules.idleTimeout),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 2 * rules.maximumHeaderByteCount,
                maxHeaderListSize: 2 * rules.maximumHeaderByteCount,
                maxHeaderFieldCount: 2 * rules.maximumHeaderCount
            )
        )
    }
}
