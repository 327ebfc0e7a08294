internal import HummingbirdCore
internal import LocalPool
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle

/// One run of the server, from binding to the last answer.
struct Serving: Sendable {
    private let group: ServiceGroup
    private let bindings: AsyncThrowingStream<LocalPoolServerAddress, any Error>
    private let end: Task<Void, any Error>

    /// Begins to bind.
    init(pool: LocalPool, options: LocalPoolServerOptions, logger: Logger) throws {
        let (bindings, report) = AsyncThrowingStream.makeStream(of: LocalPoolServerAddress.self)
        // What a server library reports of each connection is of no use to whoever runs the pool.
        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        let site = PoolSite(pool: pool, hosts: options.answeredHosts, version: options.version, logger: logger)
        let twin = options.host == "127.0.0.1" ? LoopbackTwin(responder: site.responder, logger: quiet) : nil
        let server = try HTTPServerBuilder.poolSite.buildServer(
            configuration: ServerConfiguration(address: .hostname(options.host, port: options.port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: quiet,
            responder: site.responder
        ) { channel in
            // Connections wait in the backlog until this returns, so no client sees the pool under another address.
            do {
                let address = try options.address(of: channel.localAddress)
                try pool.moveEndpoint(to: address.endpoint)
                do {
                    try await twin?.listen(on: address.port)
                } catch  where options.port == 0 {
                    // The system chose the port for 127.0.0.1 alone.
                }
                report.yield(address)
            } catch {
                report.finish(throwing: options.bindingFailure(error))
            }
        }
        var services: [any Service] = [server]
        if let twin { services.append(twin) }
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            logger: quiet
        )
        configuration.maximumGracefulShutdownDuration = options.drainTime
        let group = ServiceGroup(configuration: configuration)
        self.group = group
        self.bindings = bindings
        end = Task {
            do {
                try await group.run()
                report.finish()
            } catch {
                report.finish(throwing: options.bindingFailure(error))
                throw error
            }
        }
    }

    /// Where the server listens, as soon as it does.
    func address() async throws -> LocalPoolServerAddress {
        do {
            for try await address in bindings { return address }
            throw CancellationError()
        } catch {
            await stop()
            throw error
        }
    }

    /// Stops, and returns when nothing is left.
    func stop() async {
        await group.triggerGracefulShutdown()
        _ = await end.result
    }

    /// Has somebody else stop the server.
    func beginStop() {
        Task { await stop() }
    }

    /// Returns when the server has stopped.
    func wait() async throws {
        try await end.value
    }
}
