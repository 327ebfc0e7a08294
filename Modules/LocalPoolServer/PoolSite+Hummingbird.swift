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
            let response = try await answer(request)
            let head = HTTPResponse(status: response.status, headerFields: response.headers)
            guard let parts = response.parts else {
                let body = response.body
                try await writer.write(
                    response: head,
                    body: body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
                )
                return
            }
            try await writer.write(
                response: head,
                body: ResponseBody { writer in
                    if SiteRequest.isEndless(request.head.path ?? "") {
                        // It ends with its client, or with the server.
                        try await request.body.consumeWithCancellationOnInboundClose { body in
                            for try await _ in body {}
                            try await Self.pass(parts, to: &writer)
                        }
                    } else {
                        try await Self.pass(parts, to: &writer)
                    }
                    try await writer.finish(nil)
                }
            )
        }
    }

    @concurrent private static func pass(
        _ parts: AsyncThrowingStream<[UInt8], any Error>,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        for try await part in parts.cancelOnGracefulShutdown() {
            try await writer.write(ByteBuffer(bytes: part))
        }
    }

    private func answer(_ request: Request) async throws -> SiteResponse {
        let target = request.head.path ?? ""
        if SiteRequest.comesInParts(request.head.method, target) {
            return await respond(
                to: SiteRequest(request.head) { take in
                    for try await part in request.body { try take(Array(part.readableBytesView)) }
                }
            )
        }
        if SiteRequest.isEndless(target) {
            var response = await respond(to: SiteRequest(request.head, []))
            response.headers[.connection] = "close"
            return response
        }
        guard SiteRequest.mayWait(target) else {
            return await respond(to: SiteRequest(request.head, try await request.wholeBody()))
        }
        return try await wait(request)
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

    fileprivate init(_ head: HTTPRequest, readBody: @escaping BodyReader) {
        self.init(
            method: head.method,
            authority: head.authority,
            target: head.path ?? "",
            headers: head.headerFields,
            readBody: readBody
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
