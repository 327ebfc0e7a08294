import CurlTransport
import Foundation
import HTTPTransport
import TestSupport

/// The folder with the built products, and what the servers below share.
enum TLSPeers {
    /// The program that sends a request from an environment of the test's choice.
    static let probePath = Bundle.main.bundleURL.appending(path: "CurlTransportProbe").path
}

/// nghttp2's server: HTTP/2 over TLS, answers with the body of the request.
struct HTTP2Server {
    let url: String
    private let process: SpawnedProcess

    init() throws {
        let certificates = try Certificates.shared.get()
        // It cannot say which port the system chose, so it is told one, and told another if that was taken meanwhile.
        for attempt in 1... {
            let port = try LoopbackServer.unusedPort()
            let options = ["--verbose", "--address=127.0.0.1", "--echo-upload", "\(port)"]
            let files = [certificates.keyPath, certificates.path(of: .good)]
            let child = try SpawnedProcess("nghttpd", options + files, mergesErrors: true)
            do {
                _ = try child.blockForLine { $0.contains("listen 127.0.0.1:\(port)") }
                (url, process) = ("https://127.0.0.1:\(port)", child)
                return
            } catch  where attempt < 5 {}
        }
        throw SpawnedProcess.Failure(description: "no port for nghttpd")
    }

    /// What it reports until a connection closes; the caller's thread stays free.
    func report() async throws -> [String] {
        try await withCheckedThrowingContinuation { [process] continuation in
            Thread.detachNewThread {
                var lines: [String] = []
                continuation.resume(
                    with: Result {
                        _ = try process.blockForLine { line in
                            lines.append(line)
                            return line.hasPrefix("[id=") && line.hasSuffix("] closed")
                        }
                        return lines
                    }
                )
            }
        }
    }
}

/// The error that a request brings that trusts the tests' authority, or `nil` if it brings a response.
func failureOverTLS(
    _ kind: Certificates.Kind,
    version: String = "1.3",
    host: String = "127.0.0.1",
    trusts: Bool = true
) async throws -> TransportError? {
    let server = try TLSServer(kind, version: version)
    let authority = trusts ? try Certificates.shared.get().authorityPath : nil
    let transport = try CurlTransport(configuration: .init(extraAuthoritiesPath: authority))
    return try await failure(transport, "https://\(host):\(server.port)")
}
