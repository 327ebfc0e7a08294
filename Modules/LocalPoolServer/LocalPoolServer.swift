public import LocalPool
public import Logging
public import ServiceLifecycle
internal import Synchronization

/// A local pool on a socket: the services' API as their SDKs call it, the pool's key set and discovery document, and the
/// local routes below `/_local`, by which tests, scripts and people read codes, turn the clock and copy the state.
///
/// ```swift
/// let server = LocalPoolServer(pool: try LocalPool(configuration: LocalPoolConfiguration()), options: .init(port: 0))
/// let address = try await server.start()
/// // … any client of the service, with address.endpoint as its endpoint …
/// await server.stop()
/// ```
///
/// A server serves once: it is started, and when it has stopped, it is done.
public final class LocalPoolServer: Service {
    private let pool: LocalPool
    private let options: LocalPoolServerOptions
    private let logger: Logger
    private let stage = Mutex(Stage.idle)

    private enum Stage {
        case idle
        case starting
        case serving(Serving)
    }

    /// Makes a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - pool: The pool to serve.
    ///   - options: Where to listen, and whom to answer.
    ///   - logger: Where warnings and failures of the pool go; never a code, a password or a token.
    public init(
        pool: LocalPool,
        options: LocalPoolServerOptions = LocalPoolServerOptions(),
        logger: Logger = Logger(label: "userpool.local")
    ) {
        self.pool = pool
        self.options = options
        self.logger = logger
    }

    /// Starts to listen, and tells the pool its address.
    ///
    /// - Returns: Where the server listens; it accepts connections by then.
    /// - Throws: ``LocalPoolServerError``; `LocalPoolError` if the pool cannot take the address; `CancellationError`.
    @discardableResult
    public func start() async throws -> LocalPoolServerAddress {
        try options.checkExposure()
        try stage.withLock { stage throws(LocalPoolServerError) in
            guard case .idle = stage else {
                throw LocalPoolServerError(.alreadyStarted, "The server was started before.")
            }
            stage = .starting
        }
        options.warnOfExposure(logger)
        let serving = try Serving(pool: pool, options: options, logger: logger)
        stage.withLock { $0 = .serving(serving) }
        return try await serving.address()
    }

    /// Stops to listen, and waits for the answers that are under way, but for no longer than the options say.
    ///
    /// Requests that wait for a code are answered at once. Does nothing if the server was never started or has stopped.
    public func stop() async {
        guard case .serving(let serving) = stage.withLock({ $0 }) else { return }
        await serving.stop()
    }

    /// Serves until a graceful shutdown or a cancellation, as a service of a `ServiceGroup`.
    ///
    /// A server that was started already is taken over: so a program can learn the address first, and run the server
    /// among its other services afterwards.
    ///
    /// - Throws: What ``start()`` throws, or what ended the server.
    public func run() async throws {
        if case .idle = stage.withLock({ $0 }) { try await start() }
        guard case .serving(let serving) = stage.withLock({ $0 }) else {
            throw LocalPoolServerError(.alreadyStarted, "The server is being started.")
        }
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await serving.wait()
        } onCancelOrGracefulShutdown: {
            serving.beginStop()
        }
    }
}
