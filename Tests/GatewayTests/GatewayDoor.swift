import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOPosix
import ServiceLifecycle
import Testing

@testable import userpool_gateway

/// How a test's requests reach the gateway.
enum Medium: String, CaseIterable, CustomTestStringConvertible {
    /// Straight to the router, without a listener.
    case memory
    /// Over a connection of their own to a listener on this machine.
    case socket

    var testDescription: String { rawValue }

    /// Runs an application for as long as a test takes.
    ///
    /// - Parameters:
    ///   - make: Makes the application; it is given what to call once it listens.
    ///   - body: The test.
    /// - Returns: What the test returns.
    /// - Throws: What the test throws, or what keeps the application from listening.
    func run<Value: Sendable>(
        _ make: (@escaping @Sendable (Int) async -> Void) -> GatewayApplication.App,
        _ body: @Sendable (Caller) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .memory:
            let application = make { _ in }
            return try await body(Caller(responder: application.responder, logger: application.logger))
        case .socket:
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let application = make { port.yield($0) }
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(services: [application], logger: application.logger)
            )
            return try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    // Nobody waits for a port that never comes.
                    defer { port.finish() }
                    try await group.run()
                }
                let result: Result<Value, any Error>
                do {
                    let listening = try #require(await ports.first { _ in true }, "the gateway does not listen")
                    result = .success(try await body(Caller(port: listening)))
                } catch {
                    result = .failure(error)
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return try result.get()
            }
        }
    }
}

extension Caller {
    /// Calls a router without a listener.
    init(responder: RouterResponder<GatewayContext>, logger: Logger) {
        self.init(port: nil) { request, body in
            let context = GatewayContext(
                source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)
            )
            let response = try await responder.respond(
                to: Request(head: request, body: RequestBody(buffer: body)),
                context: context
            )
            let collector = BodyCollector()
            try await response.body.write(collector)
            return Answer(status: response.status.code, headers: response.headers, text: collector.box.text)
        }
    }

    /// Calls a listener of this machine; each request has a connection of its own.
    init(port: Int) {
        self.init(port: port) { request, body in
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPClientCodec())
                        return try NIOAsyncChannel<HTTPResponsePart, HTTPRequestPart>(
                            wrappingChannelSynchronously: channel
                        )
                    }
                }
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(contentsOf: [.head(request), .body(body), .end(nil)])
                var head: HTTPResponse?
                var text = ""
                reading: for try await part in inbound {
                    switch part {
                    case .head(let response): head = response
                    case .body(let buffer): text += String(buffer: buffer)
                    case .end: break reading
                    }
                }
                let response = try #require(head, "the connection ended before the answer")
                return Answer(status: response.status.code, headers: response.headerFields, text: text)
            }
        }
    }
}

/// Takes an answer's body that nobody sends anywhere.
private struct BodyCollector: ResponseBodyWriter {
    let box = Box()

    func write(_ buffer: ByteBuffer) async throws {
        box.append(String(buffer: buffer))
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
