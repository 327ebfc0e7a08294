import Foundation
import TestSupport
import Testing

/// A real nginx that runs the recipe as it stands, but for addresses and folders, as long as the value lives.
final class NginxServer: Sendable {
    /// The port on 127.0.0.1.
    let port: Int
    private let folder: URL
    private let process: SpawnedProcess

    /// Starts it; the file `files/page.txt` says `a page`.
    ///
    /// - Parameters:
    ///   - gateway: The port of the gateway on localhost.
    ///   - application: The port of the application on 127.0.0.1.
    /// - Throws: Why nginx did not start.
    init(gateway: Int, application: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nginx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "www/files"),
            withIntermediateDirectories: true
        )
        try Data("a page\n".utf8).write(to: folder.appending(path: "www/files/page.txt"))
        let recipe = try String(
            contentsOf: Peers.top.appending(path: "Apps/userpool-gateway/Recipes/nginx.conf"),
            encoding: .utf8
        )
        var started: (process: SpawnedProcess, port: UInt16)?
        // nginx cannot choose a port and tell; the one that was free a moment ago may be taken.
        for _ in 0..<20 where started == nil {
            let port = try LoopbackServer.unusedPort()
            var text = recipe
            for (example, actual) in [
                ("server 127.0.0.1:8080;", "server localhost:\(gateway);"),
                ("server 127.0.0.1:3000;", "server 127.0.0.1:\(application);"),
                ("listen 127.0.0.1:8000;", "listen 127.0.0.1:\(port);"),
                ("root /srv/www;", "root \(folder.path)/www;"),
            ] {
                try #require(text.components(separatedBy: example).count == 2, "the recipe has no one \(example)")
                text = text.replacing(example, with: actual)
            }
            try Data(text.utf8).write(to: folder.appending(path: "recipe.conf"))
            try Data(Self.frame.utf8).write(to: folder.appending(path: "nginx.conf"))
            started = try Self.start(in: folder).map { ($0, port) }
        }
        let (process, port) = try #require(started, "nginx found no port")
        (self.folder, self.process, self.port) = (folder, process, Int(port))
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What the recipe is put into.
    ///
    /// Everything is below the folder, nothing of the system's own configuration is read, and there is one process, so that
    /// it goes with the value.
    private static let frame = """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr notice;
        events {}
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            include recipe.conf;
        }
        """

    /// Starts nginx and waits until it listens; `nil` if somebody else does.
    private static func start(in folder: URL) throws -> SpawnedProcess? {
        let process = try SpawnedProcess(
            "nginx",
            ["-p", folder.path, "-c", "nginx.conf", "-e", "stderr"],
            // Debian keeps it where only the superuser looks.
            environment: ["PATH": "\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"):/usr/sbin:/sbin"],
            mergesErrors: true
        )
        while true {
            let line = try process.readLine()
            if line.contains("Address already in use") { return nil }
            // Said once the sockets are there.
            if line.contains("getrlimit(RLIMIT_NOFILE)") { return process }
            try #require(!line.contains("[emerg]"), "\(line)")
        }
    }
}
