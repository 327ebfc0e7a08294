import HTTPTypes
import LocalPoolServer
import NIOCore
import NIOPosix

/// One HTTP exchange over a connection of its own, byte by byte as the test wants it.
enum RawConnection {
    struct Unreadable: Error {
        let bytes: [UInt8]
    }

    static func send(_ request: SiteRequest, port: Int) async throws -> Answer {
        var head = "\(request.method.rawValue) \(request.target) HTTP/1.1\r\n"
        if let authority = request.authority { head += "Host: \(authority)\r\n" }
        for field in request.headers { head += "\(field.name.rawName): \(field.value)\r\n" }
        head += "Content-Length: \(request.body.count)\r\nConnection: close\r\n\r\n"
        return try await send(Array(head.utf8) + request.body, port: port)
    }

    /// Sends bytes, and reads until the other end closes; `leaves` says right away that nothing more will come.
    static func send(_ bytes: [UInt8], port: Int, leaves: Bool = false) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            if leaves { outbound.finish() }
            var received: [UInt8] = []
            for try await part in inbound { received += part.readableBytesView }
            return try Answer(received)
        }
    }
}

extension Answer {
    /// Reads a response that ends with its connection.
    fileprivate init(_ bytes: [UInt8]) throws {
        let lineEnds = bytes.indices.dropLast(3).first { bytes[$0..<($0 + 4)].elementsEqual("\r\n\r\n".utf8) }
        guard let headEnd = lineEnds else { throw RawConnection.Unreadable(bytes: bytes) }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, let status = Int(words[1]) else { throw RawConnection.Unreadable(bytes: bytes) }
        var headers = HTTPFields()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { continue }
            headers.append(HTTPField(name: name, value: String(parts[1].drop { $0 == " " })))
        }
        self.init(status: status, headers: headers, body: Array(bytes[(headEnd + 4)...]))
    }
}
