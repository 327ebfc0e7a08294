import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection after an answer that says `Connection: close`, and after its thousandth request.
///
/// The sending side is closed first and the rest a little later, so that an answer to a request that was still being sent,
/// such as a body that is too long, reaches its caller before the connection is reset (RFC 9112 §9.6).
final class ConnectionEnding: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The most requests on one connection.
    static let maximumRequestCount = 1000

    private let linger: TimeAmount
    private var answerCount = 0
    private var isLast = false

    /// - Parameter linger: How long the caller's side may stay open after ours.
    init(linger: TimeAmount = .seconds(2)) {
        self.linger = linger
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        case .head(var head):
            answerCount += 1
            if answerCount >= Self.maximumRequestCount { head.headerFields[.connection] = "close" }
            isLast = head.headerFields[.connection] == "close"
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case .end where isLast:
            context.writeAndFlush(data, promise: promise)
            context.close(mode: .output, promise: nil)
            let channel = context.channel
            context.eventLoop.scheduleTask(in: linger) { channel.close(mode: .all, promise: nil) }
        default:
            context.write(data, promise: promise)
        }
    }
}
