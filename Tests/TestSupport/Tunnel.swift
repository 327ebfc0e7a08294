import Foundation
import Synchronization

/// A port of 127.0.0.1 that hands every byte on to another one, and counts who came.
package final class Tunnel: Sendable {
    private let server: LoopbackServer
    private let firstBytes: FirstBytes

    private final class FirstBytes: Sendable {
        let values = Mutex<[UInt8]>([])
    }

    /// Listens, and hands on to `port`.
    package init(toPort port: UInt16) throws {
        let firstBytes = FirstBytes()
        server = try LoopbackServer { near in
            guard let far = try? LoopbackConnection(toPort: port) else { return }
            Thread.detachNewThread {
                while let bytes = far.read(), near.write(bytes) {}
                near.close()
            }
            var isFirst = true
            while let bytes = near.read(), far.write(bytes) {
                if isFirst, let first = bytes.first { firstBytes.values.withLock { $0.append(first) } }
                isFirst = false
            }
            far.close()
        }
        self.firstBytes = firstBytes
    }

    /// The port to call.
    package var port: UInt16 { server.port }

    /// How many connections were made so far.
    package var connectionCount: Int { server.connectionCount }

    /// The first byte that came on each connection that said anything: 0x16 begins a TLS handshake.
    package var firstBytesOfConnections: [UInt8] { firstBytes.values.withLock { $0 } }
}
