import CurlTransport
import Foundation
import TestSupport
import Testing

@Suite("CurlTransport and the environment") struct EnvironmentTests {
    /// A folder for a home and a key log; it goes with the value.
    private final class Home {
        let folder = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func write(_ text: String, to name: String) throws -> String {
            let file = folder.appending(path: name)
            try Data(text.utf8).write(to: file)
            return file.path
        }
    }

    /// What the probe prints in an environment with `variables`.
    private static func probe(_ url: String, _ variables: [String: String]) throws -> String {
        let authority = try Certificates.shared.get().authorityPath
        return try SpawnedProcess(TLSPeers.probePath, [url, authority], environment: variables, mergesErrors: true)
            .waitForEnd().output
    }

    @Test("proxies, netrc, key log and cookies that nobody configured are ignored", arguments: ["http", "https"])
    func ignored(scheme: String) throws {
        let proxy = try LoopbackServer { $0.waitForPeerToClose() }
        let plainServer = try LoopbackServer { connection in
            connection.respondToAll {
                $0.respond(headers: ["Set-Cookie: crumb=1; Path=/"], body: Array($1.lines.joined(separator: "\n").utf8))
            }
        }
        let tlsServer = try TLSServer(.good)
        let home = try Home()
        _ = try home.write("machine far.localhost login somebody password guess\n", to: ".netrc")
        let keyLog = try home.write("", to: "keys")
        var variables = ["HOME": home.folder.path, "SSLKEYLOGFILE": keyLog, "no_proxy": "", "NO_PROXY": ""]
        for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            variables[name] = proxy.url
        }

        // Not one of the names that count as this machine, for which even a configured proxy is not used.
        let port = scheme == "http" ? "\(plainServer.port)" : tlsServer.port
        let output = try Self.probe("\(scheme)://far.localhost:\(port)/", variables).lowercased()

        #expect(output.components(separatedBy: "host: far.localhost").count == 3, "both requests arrive: \(output)")
        #expect(!output.contains("authorization:"))
        #expect(!output.contains("cookie:"))
        #expect(proxy.connectionCount == 0)
        #expect(try String(contentsOfFile: keyLog, encoding: .utf8).isEmpty)
    }

    @Test(
        "an OpenSSL that is configured to be lax is not",
        arguments: [
            (Certificates.Kind.signedWithSHA1, "1.3", "certificateInvalid"), (.good, "1.1", "tlsVersionRefused"),
        ]
    )
    func laxOpenSSL(kind: Certificates.Kind, version: String, code: String) throws {
        let home = try Home()
        let settings = try home.write(
            """
            openssl_conf = all
            [all]
            ssl_conf = tls
            [tls]
            system_default = lax
            [lax]
            MinProtocol = TLSv1
            CipherString = DEFAULT:@SECLEVEL=0
            """,
            to: "openssl.cnf"
        )
        let server = try TLSServer(kind, version: version)
        let output = try Self.probe("https://127.0.0.1:\(server.port)/", ["OPENSSL_CONF": settings])
        #expect(output == "\(code)\n\(code)\n")
    }
}
