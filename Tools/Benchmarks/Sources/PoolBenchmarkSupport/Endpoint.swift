package import CognitoWire
package import HTTPTransport
import HTTPTypes

/// Where calls are sent.
package struct Endpoint: Sendable {
    private let transport: any HTTPTransport
    private let url: String

    package init(transport: any HTTPTransport, url: String) {
        (self.transport, self.url) = (transport, url)
    }

    /// Sends a request; an answer other than 200 is a failure.
    @discardableResult
    package func send(_ target: String, _ body: [UInt8]) async throws -> [UInt8] {
        let response = try await transport.send(
            TransportRequest(
                method: .post,
                url: url,
                headers: [("X-Amz-Target", target), ("Content-Type", WireCoder.contentType)],
                body: body
            )
        )
        guard response.status == 200 else {
            throw Failure("\(target): \(String(decoding: response.body, as: UTF8.self))")
        }
        return response.body
    }

    /// Calls an operation; an answer other than 200 is a failure.
    @discardableResult
    package func call<Operation: WireOperation>(
        _: Operation.Type,
        _ request: Operation.Input
    ) async throws -> Operation.Output {
        let coder = WireCoder()
        return try coder.decode(Operation.Output.self, from: await send(Operation.target, coder.encode(request)))
    }
}

/// Something that must not happen in a benchmark.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
