internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The second socket of a server on 127.0.0.1: `::1` with the same port, which is where browsers look first for
/// `localhost`.
///
/// On a machine without IPv6 there is none, and nobody misses it.
struct LoopbackTwin: Service {
    private let responder: HTTPChannelHandler.Responder
    private let logger: Logger
    private let ports: AsyncStream<Int>
    private let order: AsyncStream<Int>.Continuation
    private let outcomes: AsyncStream<IOError?>
    private let report: AsyncStream<IOError?>.Continuation

    init(responder: @escaping HTTPChannelHandler.Responder, logger: Logger) {
        self.responder = responder
        self.logger = logger
        (ports, order) = AsyncStream.makeStream()
        (outcomes, report) = AsyncStream.makeStream()
    }

    /// Has the socket bound, and returns when it is, or when it cannot be.
    ///
    /// - Parameter port: The port of 127.0.0.1.
    /// - Throws: `IOError` if another program has that port of `::1`.
    func listen(on port: Int) async throws {
        order.yield(port)
        for await error in outcomes {
            guard let error, error.errnoCode == EADDRINUSE else { return }
            throw error
        }
    }

    func run() async throws {
        defer { report.finish() }
        for await port in ports.cancelOnGracefulShutdown() {
            let report = report
            let server = try HTTPServerBuilder.poolSite.buildServer(
                configuration: ServerConfiguration(address: .hostname("::1", port: port)),
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: logger,
                responder: responder
            ) { _ in report.yield(nil) }
            do {
                try await server.run()
                return
            } catch let error as IOError {
                report.yield(error)
            } catch is NIOConnectionError {
                report.yield(nil)
            }
        }
    }
}
