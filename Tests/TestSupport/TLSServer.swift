import Foundation

/// Python's HTTPS server, with OpenSSL as lax as it gets: what is refused, the client refuses.
///
/// Speaks HTTP/1.1, answers with the header lines of the request, and sets a cookie; a call in AWS JSON is answered with
/// `{"Calls": N}`, the number of calls so far.
package struct TLSServer {
    package let port: String
    private let process: SpawnedProcess

    /// Starts the server.
    ///
    /// - Parameters:
    ///   - kind: The certificate it shows.
    ///   - version: The highest version it speaks; with `1.1` it also speaks 1.0, and nothing above.
    ///   - ciphers: What it takes up to TLS 1.2, in OpenSSL's words.
    /// - Throws: Why the certificates were not made, or the server did not start.
    package init(_ kind: Certificates.Kind, version: String = "1.3", ciphers: String = "DEFAULT") throws {
        let certificates = try Certificates.shared.get()
        let script = Peers.top.appending(path: "Tests/TestSupport/Programs/tls_server.py").path
        let files = [certificates.path(of: kind), certificates.keyPath]
        process = try SpawnedProcess("python3", [script] + files + [version, ciphers])
        port = try process.readLine()
    }
}
