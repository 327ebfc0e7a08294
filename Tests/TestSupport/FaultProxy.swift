import Foundation
import Synchronization

/// A proxy on 127.0.0.1 that fetches each answer from the server behind it, and does to it what the test says.
///
/// Requests go on as they came, byte for byte, each on a connection of its own; only the way back is rude. The proxy and its
/// connections end with the value.
package final class FaultProxy: Sendable {
    /// An answer as the server behind the proxy gave it.
    package struct Answer: Sendable {
        /// The status line and the header lines, without their ends.
        package let lines: [String]
        /// The body, as long as `Content-Length` said.
        package let body: [UInt8]

        /// The answer as it came.
        package var bytes: [UInt8] { bytes() }

        /// The answer with other header lines or another body.
        ///
        /// - Parameters:
        ///   - length: What `Content-Length` says; `nil` for what the server said.
        ///   - headers: Lines to add.
        ///   - body: What follows the head; `nil` for the server's.
        /// - Returns: Head and body.
        package func bytes(length: Int? = nil, adding headers: [String] = [], body: [UInt8]? = nil) -> [UInt8] {
            var lines = lines
            if let length {
                lines = lines.filter { !$0.lowercased().hasPrefix("content-length:") } + ["Content-Length: \(length)"]
            }
            return Array(((lines + headers).joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? self.body)
        }

        /// The head for a body in chunks, its end included.
        package var chunkedHead: String {
            let kept = lines.filter { !$0.lowercased().hasPrefix("content-length:") }
            return (kept + ["Transfer-Encoding: chunked"]).joined(separator: "\r\n") + "\r\n\r\n"
        }
    }

    /// What is done instead of handing the answer on; the connection is closed when it returns `false`.
    package typealias Fault = @Sendable (Answer, LoopbackConnection) -> Bool

    private final class Counts: Sendable {
        let values = Mutex((faults: 0, requests: 0))
    }

    private let server: LoopbackServer
    private let counts: Counts

    /// Listens.
    ///
    /// - Parameters:
    ///   - port: Where the server behind the proxy listens, on 127.0.0.1.
    ///   - times: How many answers are spoilt; those after them are handed on as they are.
    ///   - fault: How an answer is spoilt.
    /// - Throws: `POSIXError` if there is no port.
    package init(toPort port: UInt16, times: Int = .max, _ fault: @escaping Fault) throws {
        let counts = Counts()
        server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                guard let answer = Self.answer(from: port, to: request) else { return }
                let isSpoilt = counts.values.withLock { values in
                    values.requests += 1
                    guard values.faults < times else { return false }
                    values.faults += 1
                    return true
                }
                guard isSpoilt ? fault(answer, connection) : connection.write(answer.bytes) else { return }
            }
        }
        self.counts = counts
    }

    /// `http://127.0.0.1:PORT`.
    package var url: String { server.url }

    /// How many connections clients made so far.
    package var connectionCount: Int { server.connectionCount }

    /// How many requests were handed on so far.
    package var requestCount: Int { counts.values.withLock { $0.requests } }

    private static func answer(from port: UInt16, to request: LoopbackConnection.Request) -> Answer? {
        // An answer is read like a request: lines, a blank one, and as much as `Content-Length` says.
        guard let upstream = try? LoopbackConnection(toPort: port), upstream.write(request.bytes),
            let answer = upstream.readRequest()
        else { return nil }
        return Answer(lines: answer.lines, body: answer.body)
    }
}
