import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A TCP server on 127.0.0.1 that does to each connection what the test says, however rude.
///
/// One thread accepts, and each connection has a thread of its own, so scripts may block. The server and all its
/// connections end when the value goes.
package final class LoopbackServer: Sendable {
    /// The port that the system chose.
    package let port: UInt16
    private let listener: CInt
    private let connections = Mutex<[LoopbackConnection]>([])

    /// Listens, and runs `script` on each connection, which is closed when the script returns.
    package init(_ script: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        let socket = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw POSIXError(.EMFILE) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // SAFETY: `sockaddr_in` is one of the layouts that `sockaddr` stands for; it outlives the calls.
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(socket, pointer, size) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, pointer, &size) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        (listener, port) = (socket, UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let accepted = accept(socket, nil, nil)
                guard accepted >= 0 else { break }
                let connection = LoopbackConnection(descriptor: accepted)
                guard let self else { break }
                self.connections.withLock { $0.append(connection) }
                Thread.detachNewThread {
                    script(connection)
                    connection.close()
                }
            }
            Foundation.close(socket)
        }
    }

    deinit {
        shutdown(listener, CInt(SHUT_RDWR))
        for connection in connections.withLock({ $0 }) { connection.close() }
    }

    /// How many connections were made so far.
    package var connectionCount: Int { connections.withLock { $0.count } }

    /// `http://127.0.0.1:PORT`.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// A port of 127.0.0.1 on which nothing listens: it was free a moment ago.
    package static func unusedPort() throws -> UInt16 {
        try LoopbackServer { _ in }.port
    }
}
