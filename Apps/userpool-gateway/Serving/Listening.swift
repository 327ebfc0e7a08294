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
    ///   - administration: The listener for administration; `nil` for none.
    ///   - grace: How long requests may take to finish.
    ///   - onListening: Called with the port once connections for users are accepted.
    /// - Throws: ``Problem`` with ``Problem/Code/portTaken`` if somebody else listens there, or
    ///   ``Problem/Code/inputOutput`` if the address cannot be listened on for another reason.
    static func run(
        _ gateway: Gateway,
        host: String,
        port: Int,
        administration: AdminSettings? = nil,
        grace: Duration,
        onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        var services: [any Service] = [
            GatewayApplication.make(gateway, host: host, port: port, onListening: onListening)
        ]
        var addresses = ["\(host):\(port)"]
        if let administration {
            services.append(
                GatewayApplication.makeAdministration(gateway, administration) { port in
                    let address = "http://\(administration.host):\(port)"
                    gateway.logger.info("listening for administration", metadata: ["address": .string(address)])
                }
            )
            addresses.append("\(administration.host):\(administration.port)")
        }
        let keyLoading = KeyLoading(checker: gateway.checker, logger: gateway.logger)
        var quiet = gateway.logger
        quiet.logLevel = max(.warning, quiet.logLevel)
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) } + [
                .init(service: keyLoading, successTerminationBehavior: .ignore),
                .init(service: gateway.readiness, successTerminationBehavior: .ignore),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        configuration.maximumGracefulShutdownDuration = grace
        let impatience = Task { await exitAtSecondSignal() }
        defer { impatience.cancel() }
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Problem(.portTaken, "somebody else listens on \(addresses.joined(separator: " or "))")
        } catch let error as IOError {
            throw Problem(.inputOutput, "cannot listen on \(addresses.joined(separator: " or ")): \(error)")
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
