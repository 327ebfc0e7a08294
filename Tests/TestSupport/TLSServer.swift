import Foundation

/// Python's HTTPS server, with OpenSSL as lax as it gets: what is refused, the client refuses.
///
/// Speaks HTTP/1.1, answers with the header lines of the request, and sets a cookie.
package struct TLSServer {
    package let port: String
    private let process: SpawnedProcess

    package init(_ kind: Certificates.Kind, version: String = "1.3") throws {
        let certificates = try Certificates.shared.get()
        let script = Peers.top.appending(path: "Tests/TestSupport/Programs/tls_server.py").path
        process = try SpawnedProcess("python3", [script, certificates.path(of: kind), certificates.keyPath, version])
        port = try process.readLine()
    }
}
