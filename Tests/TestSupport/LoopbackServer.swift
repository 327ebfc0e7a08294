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

/// One accepted connection.
package final class LoopbackConnection: Sendable {
    /// One request as it came.
    package struct Request: Sendable {
        /// The request line and the header lines, without their ends.
        package let lines: [String]
        /// The body, as long as `Content-Length` says.
        package let body: [UInt8]

        /// The value of a header, by its lower-case name.
        package func header(_ name: String) -> String? {
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                if parts[0].lowercased() == name, parts.count == 2 {
                    return parts[1].trimmingCharacters(in: .whitespaces)
                }
            }
            return nil
        }
    }

    private let descriptor: CInt
    private let isOpen = Mutex(true)
    private let unread = Mutex<[UInt8]>([])

    init(descriptor: CInt) { self.descriptor = descriptor }

    deinit {
        close()
        Foundation.close(descriptor)
    }

    /// Reads one HTTP/1.1 request; `nil` if the peer closed instead.
    package func readRequest() -> Request? {
        let blankLine = Data("\r\n\r\n".utf8)
        var data = Data(unread.withLock { $0 })
        while data.range(of: blankLine) == nil {
            guard let more = read() else { return nil }
            data += more
        }
        guard let end = data.range(of: blankLine) else { return nil }
        let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let byteCount = Request(lines: lines, body: []).header("content-length").flatMap { Int($0) } ?? 0
        while data.count - end.upperBound < byteCount {
            guard let more = read() else { return nil }
            data += more
        }
        unread.withLock { $0 = Array(data[(end.upperBound + byteCount)...]) }
        return Request(lines: lines, body: Array(data[end.upperBound..<(end.upperBound + byteCount)]))
    }

    /// Reads what has come; `nil` if the peer has closed.
    package func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        // SAFETY: the buffer outlives the call and is as long as said.
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Writes all of `text`; returns whether the peer still took it.
    @discardableResult package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Writes all of `bytes`; returns whether the peer still took it.
    @discardableResult package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the slice is lent for the call.
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Writes a whole response with `Content-Length`.
    package func respond(_ status: Int = 200, headers: [String] = [], body: [UInt8] = []) {
        let head = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.count)"] + headers
        write(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    /// Answers each request with `respond` until the peer closes.
    package func respondToAll(_ respond: (LoopbackConnection, Request) -> Void) {
        while let request = readRequest() { respond(self, request) }
    }

    /// Blocks until the peer closes, dropping what it says.
    package func waitForPeerToClose() {
        while read() != nil {}
    }

    /// Ends the connection with RST instead of FIN.
    package func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        // SAFETY: the option outlives the call and is as long as said.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        isOpen.withLock { isOpen in
            // Closing the last descriptor sends the RST; a spare one keeps the number from being used again.
            if isOpen {
                let spare = unsafe open("/dev/null", O_RDONLY)
                dup2(spare, descriptor)
                Foundation.close(spare)
            }
            isOpen = false
        }
    }

    /// Ends both directions; whoever blocks on the connection goes on.
    package func close() {
        isOpen.withLock { isOpen in
            if isOpen { shutdown(descriptor, CInt(SHUT_RDWR)) }
            isOpen = false
        }
    }
}
