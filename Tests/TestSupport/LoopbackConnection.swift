import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One connection, accepted or made.
package final class LoopbackConnection: Sendable {
    /// One request as it came.
    package struct Request: Sendable {
        /// The request line and the header lines, without their ends.
        package let lines: [String]
        /// The body, as long as `Content-Length` says.
        package let body: [UInt8]

        /// The request as it came.
        package var bytes: [UInt8] { Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body }

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

    /// Connects to a port of 127.0.0.1.
    package convenience init(toPort port: UInt16) throws {
        let socket = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw POSIXError(.EMFILE) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        address.sin_port = port.bigEndian
        // SAFETY: `sockaddr_in` is one of the layouts that `sockaddr` stands for; it outlives the call.
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(socket, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        self.init(descriptor: socket)
        guard isConnected else { throw POSIXError(.ECONNREFUSED) }
    }

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

    /// Blocks until the peer closes or says something, no longer than this; returns whether it did not.
    package func isQuiet(forMilliseconds milliseconds: CInt) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // SAFETY: the one descriptor outlives the call.
        return unsafe poll(&wanted, 1, milliseconds) == 0
    }

    /// Ends this side's direction and keeps reading: a FIN, and no more.
    package func finishWriting() {
        shutdown(descriptor, CInt(SHUT_WR))
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
