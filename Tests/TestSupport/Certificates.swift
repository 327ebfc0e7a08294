package import Foundation

/// An authority and certificates under it, made by `openssl` when the tests run; the folder goes with the value.
package final class Certificates: Sendable {
    /// One certificate of a server: how it is made, and what it lacks.
    package enum Kind: String, Sendable {
        case good, expired, notYetValid, selfSigned, signedWithSHA1, underSHA1
        case otherHost, commonNameOnly, addressOnly, addressAsName
        case wildcard, wildcardUnderTop, partialWildcard, bareWildcard

        /// The subject alternative names.
        fileprivate var names: String? {
            switch self {
            case .good, .expired, .notYetValid, .selfSigned, .signedWithSHA1, .underSHA1:
                "IP:127.0.0.1,DNS:localhost,DNS:far.localhost"
            case .otherHost: "DNS:example.com"
            case .commonNameOnly: nil
            case .addressOnly: "IP:127.0.0.1"
            case .addressAsName: "DNS:127.0.0.1"
            case .wildcard: "DNS:*.example.localhost"
            case .wildcardUnderTop: "DNS:*.localhost"
            case .partialWildcard: "DNS:f*o.example.localhost"
            case .bareWildcard: "DNS:*"
            }
        }
    }

    package let folder: URL

    /// Makes the authority and one certificate of each kind, good but for what the kind says.
    package init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try writeSettings()
        try openssl("req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out authority.pem -days 30 -subj /CN=Test")
        try openssl("req -x509 -key key.pem -out selfSigned.pem -days 30 -subj /CN=Self", names: Kind.selfSigned.names)

        try sign(.good)
        try sign(.expired, from: "20200101000000Z", to: "20210101000000Z")
        try sign(.notYetValid, from: "20480101000000Z", to: "20491231000000Z")
        try sign(.signedWithSHA1, "-md sha1")
        for kind: Kind in [.otherHost, .commonNameOnly, .addressOnly, .addressAsName] { try sign(kind) }
        for kind: Kind in [.wildcard, .wildcardUnderTop, .partialWildcard, .bareWildcard] { try sign(kind) }

        try openssl(
            "req -new -key key.pem -out between.csr -subj /CN=Between -addext basicConstraints=critical,CA:true"
        )
        try openssl("ca -batch -config ca.conf -in between.csr -out between.pem -days 30 -notext -md sha1")
        try sign(.underSHA1, "-cert between.pem")
        try write(try read("underSHA1.pem") + read("between.pem"), to: "underSHA1.pem")
    }

    /// Made once for all tests of a run.
    package static let shared = Result { try Certificates() }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The path of the certificate, followed by those between it and the authority.
    package func path(of kind: Kind) -> String { folder.appending(path: "\(kind.rawValue).pem").path }

    /// The path of the key that all certificates are for.
    package var keyPath: String { folder.appending(path: "key.pem").path }

    /// The path of the authority's certificate.
    package var authorityPath: String { folder.appending(path: "authority.pem").path }

    private func writeSettings() throws {
        try write("", to: "index.txt")
        try write("01", to: "serial")
        try write("unique_subject=no\n", to: "index.txt.attr")
        try write(
            """
            [ca]
            default_ca=test
            [test]
            database=index.txt
            serial=serial
            new_certs_dir=.
            certificate=authority.pem
            private_key=key.pem
            default_md=sha256
            policy=any
            copy_extensions=copy
            [any]
            commonName=supplied
            """,
            to: "ca.conf"
        )
    }

    private func sign(
        _ kind: Kind,
        _ options: String = "",
        from begin: String = "20200101000000Z",
        to end: String = "20491231000000Z"
    ) throws {
        let name = kind.rawValue
        try openssl("req -new -key key.pem -out \(name).csr -subj /CN=localhost", names: kind.names)
        let dates = "-startdate \(begin) -enddate \(end)"
        try openssl("ca -batch -config ca.conf -in \(name).csr -out \(name).pem \(dates) -notext \(options)")
    }

    private func openssl(_ words: String, names: String? = nil) throws {
        let arguments = words.split(separator: " ").map { String($0) }
        let extensions = names.map { ["-addext", "subjectAltName=\($0)"] } ?? []
        let script = ["-c", "cd \"$0\" && exec openssl \"$@\"", folder.path]
        let end = try SpawnedProcess("sh", script + arguments + extensions, mergesErrors: true).waitForEnd()
        guard end.status == 0 else { throw SpawnedProcess.Failure(description: end.output) }
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }
}
