import AppSupport
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Runs the gateway until it is told to stop.
enum Listening {
    /// Listens until SIGTERM or SIGINT, and answers the requests that are under way by then.
    ///
    /// It returns when they are answered or the grace is over; a second signal ends the process at once.
    ///
    /// - Parameters:
    ///   - gateway: What the routes work with.
    ///   - host: The address to listen on.
    ///   - port: The port to listen on; 0 for any that is free.
    ///   - grace: How long requests may take to finish.
    ///   - onListening: Called with the port once connections are accepted.
    /// - Throws: ``Problem`` with ``Problem/Code/portTaken`` if somebody else listens there, or
    ///   ``Problem/Code/inputOutput`` if the address cannot be listened on for another reason.
    static func run(
        _ gateway: Gateway,
        host: String,
        port: Int,
        grace: Duration,
        onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let app = GatewayApplication.make(gateway, host: host, port: port, onListening: onListening)
        var quiet = gateway.logger
        quiet.logLevel = max(.warning, quiet.logLevel)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: app, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        configuration.maximumGracefulShutdownDuration = grace
        let impatience = Task { await exitAtSecondSignal() }
        defer { impatience.cancel() }
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Problem(.portTaken, "somebody else listens on \(host):\(port)")
        } catch let error as IOError {
            throw Problem(.inputOutput, "cannot listen on \(host):\(port): \(error)")
        }
    }

    private static func exitAtSecondSignal() async {
        var count = 0
        for await _ in await UnixSignalsSequence(trapping: [.sigterm, .sigint]) {
            count += 1
            if count == 2 { exit(ExitStatus.interrupted.rawValue) }
        }
    }
}
