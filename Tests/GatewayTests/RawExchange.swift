import NIOCore
import NIOPosix
import Testing

@testable import userpool_gateway

extension GatewayBench {
    /// Sends bytes over a connection of their own and gives everything that comes back until the other side closes.
    func exchange(_ text: String) async throws -> String {
        let answer = Box()
        try await test(over: .socket) { caller in
            answer.append(try await RawExchange.run(text, port: #require(caller.port)))
        }
        return answer.text
    }
}

/// HTTP by hand.
enum RawExchange {
    /// Sends bytes to a port of this machine and gives everything that comes back until the other side closes.
    static func run(_ text: String, port: Int) async throws -> String {
        let answer = Box()
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "localhost", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        do {
            try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: text))
                for try await part in inbound { answer.append(String(buffer: part)) }
            }
        } catch ChannelError.ioOnClosedChannel {
            // The other side was faster and has closed already; what it said before is all it says.
        }
        return answer.text
    }
}
