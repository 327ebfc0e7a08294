import Foundation
import TestSupport

/// An authority and certificates under it, made by `openssl` when the tests run; the folder goes with the value.
final class Certificates: Sendable {
    /// One certificate of a server: how it is made, and what it lacks.
    enum Kind: String, CaseIterable, Sendable {
        case good, expired, notYetValid, otherHost, commonNameOnly, selfSigned
    }

    let folder: URL

    /// Makes the authority and one certificate of each kind, all for `localhost` and 127.0.0.1 unless the kind says otherwise.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let here = "IP:127.0.0.1,DNS:localhost"
        try openssl(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "key.pem",
            "-out",
            "authority.pem",
            "-days",
            "30",
            "-subj",
            "/CN=Test Authority"
        )
        try openssl(
            "req",
            "-x509",
            "-key",
            "key.pem",
            "-out",
            "selfSigned.pem",
            "-days",
            "30",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=\(here)"
        )
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
        try sign(.good, names: here, from: "20200101000000Z", to: "20491231000000Z")
        try sign(.expired, names: here, from: "20200101000000Z", to: "20210101000000Z")
        try sign(.notYetValid, names: here, from: "20480101000000Z", to: "20491231000000Z")
        try sign(.otherHost, names: "DNS:example.com", from: "20200101000000Z", to: "20491231000000Z")
        try sign(.commonNameOnly, names: nil, from: "20200101000000Z", to: "20491231000000Z")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    private func sign(_ kind: Kind, names: String?, from begin: String, to end: String) throws {
        let request = "\(kind.rawValue).csr"
        let extensions = names.map { ["-addext", "subjectAltName=\($0)"] } ?? []
        try openssl(["req", "-new", "-key", "key.pem", "-out", request, "-subj", "/CN=localhost"] + extensions)
        try openssl(
            "ca",
            "-batch",
            "-config",
            "ca.conf",
            "-in",
            request,
            "-out",
            "\(kind.rawValue).pem",
            "-startdate",
            begin,
            "-enddate",
            end,
            "-notext"
        )
    }

    private func openssl(_ arguments: String...) throws { try openssl(arguments) }

    private func openssl(_ arguments: [String]) throws {
        let script = "cd \"$0\" && exec openssl \"$@\""
        let end = try SpawnedProcess("sh", ["-c", script, folder.path] + arguments, mergesErrors: true).waitForEnd()
        guard end.status == 0 else { throw SpawnedProcess.Failure(description: end.output) }
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }
}
