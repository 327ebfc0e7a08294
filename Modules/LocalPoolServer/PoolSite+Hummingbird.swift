internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import ServiceLifecycle

extension HTTPServerBuilder {
    /// HTTP/1.1 with limits that no SDK of the service comes near.
    static var poolSite: HTTPServerBuilder {
        // Longer than any request may wait for a code.
        var configuration = HTTP1Channel.Configuration(idleTimeout: .seconds(75))
        configuration.httpDecoder.maxHeaderFieldSize = 32 << 10
        configuration.httpDecoder.maxHeaderListSize = 64 << 10
        configuration.httpDecoder.maxHeaderFieldCount = 100
        return .http1(configuration: configuration)
    }
}

extension PoolSite {
    /// Reads a request off its connection, answers it, writes the answer.
    var responder: HTTPChannelHandler.Responder {
        { request, writer, _ in
            let response =
                (request.head.path ?? "").hasPrefix("/_local/codes/")
                ? try await wait(request) : await respond(to: SiteRequest(request.head, try await request.wholeBody()))
            try await writer.write(
                response: HTTPResponse(status: response.status, headerFields: response.headers),
                body: response.body.isEmpty
                    ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
            )
        }
    }

    /// Answers a request that may wait: not for longer than its client stays, so that no code goes to one that left, and
    /// not after the server was told to stop.
    private func wait(_ request: Request) async throws -> SiteResponse {
        var response = try await request.body.consumeWithCancellationOnInboundClose { body in
            for try await _ in body {}
            return await cancelWhenGracefulShutdown { await respond(to: SiteRequest(request.head, [])) }
        }
        // The wait has read ahead on the connection, which is of no further use.
        response.headers[.connection] = "close"
        return response
    }
}

extension SiteRequest {
    fileprivate init(_ head: HTTPRequest, _ body: [UInt8]) {
        self.init(
            method: head.method,
            authority: head.authority,
            target: head.path ?? "",
            headers: head.headerFields,
            body: body
        )
    }
}

extension Request {
    /// The body, or one byte more than the greatest body that is read.
    ///
    /// What is beyond that is read from the connection and forgotten, because a client that still writes may never see
    /// an answer; if it is beyond sixteen times as much, the connection is given up.
    fileprivate func wholeBody() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var count = 0
        for try await part in body {
            count += part.readableBytes
            guard count <= PoolSite.greatestBody * 16 else { throw BodyWithoutEnd() }
            bytes.append(contentsOf: part.readableBytesView.prefix(PoolSite.greatestBody + 1 - bytes.count))
        }
        return bytes
    }
}

/// A client that writes without end.
private struct BodyWithoutEnd: Error {}
