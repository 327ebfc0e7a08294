import AppSupport
import ByteCoding
import Foundation
import Testing
import UserPoolKit

@Suite("Settings") struct SettingsReaderTests {
    /// A folder of its own with the given files, removed with the value.
    private final class Folder {
        let url: URL

        init(_ files: [String: String] = [:]) throws {
            url = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            for (name, text) in files {
                try Data(text.utf8).write(to: url.appending(path: name))
            }
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func path(_ name: String) -> String { url.appending(path: name).path }
    }

    @Test("flags win over the environment, the environment over secret files, those over the file")
    func order() async throws {
        let folder = try Folder([
            "config.yaml": "pool:\n  id: file\n  clientId: file\n  region: file\n  endpoint: file\n",
            "pool-region": "secret-file", "pool-clientId": "secret-file",
        ])
        var reader = try await SettingsReader(
            flags: [.poolID: "flag"],
            file: folder.path("config.yaml"),
            environment: [
                "USERPOOL_POOL_ID": "environment", "USERPOOL_POOL_CLIENT_ID": "environment",
                "USERPOOL_SECRETS_DIRECTORY": folder.url.path,
            ]
        )
        #expect(await reader.text(.poolID) == "flag")
        #expect(await reader.text(.clientID) == "environment")
        #expect(await reader.text(.region) == "secret-file")
        #expect(await reader.text(.endpoint) == "file")
        #expect(await reader.text(.clientSecret) == nil)
        try reader.finish()
    }

    @Test("a profile wins over the rest of the file")
    func profile() async throws {
        let folder = try Folder([
            "config.yaml": "pool:\n  id: plain\n  region: plain\nprofiles:\n  staging:\n    pool:\n      id: staged\n"
        ])
        var reader = try await SettingsReader(
            flags: [:],
            file: folder.path("config.yaml"),
            environment: ["USERPOOL_PROFILE": "staging"]
        )
        #expect(await reader.text(.poolID) == "staged")
        #expect(await reader.text(.region) == "plain")
        #expect(reader.warnings == [])
        await #expect(throws: Problem.self) {
            _ = try await SettingsReader(
                flags: [.profile: "nowhere"],
                file: folder.path("config.yaml"),
                environment: [:]
            )
        }
    }

    @Test("every fault is reported at once, as a matter of usage if flags alone are at fault")
    func faults() async throws {
        var reader = try await SettingsReader(flags: [:], environment: ["USERPOOL_UPSTREAM_TIMEOUT": "soon"])
        _ = await PoolSettings(reading: &reader)
        let problem = #expect(throws: Problem.self) { try reader.finish() }
        #expect(problem?.code == .misconfigured)
        for part in ["pool.id is missing", "--pool-id", "USERPOOL_POOL_CLIENT_ID", "upstream.timeout: \"soon\""] {
            #expect(problem?.detail.contains(part) == true, "\(part)")
        }
        var flagged = try await SettingsReader(
            flags: [.poolID: "us-east-1_AbC", .clientID: "client", .timeout: "soon"],
            environment: [:]
        )
        _ = await PoolSettings(reading: &flagged)
        #expect(#expect(throws: Problem.self) { try flagged.finish() }?.code == .usage)
    }

    @Test("what means nothing is warned of, with the nearest name")
    func warnings() async throws {
        let folder = try Folder(["config.yaml": "pool:\n  clientID: x\n  id: y\n"])
        let reader = try await SettingsReader(
            flags: [:],
            file: folder.path("config.yaml"),
            environment: ["USERPOOL_POOL_IDD": "x", "USERPOOL_POOL_ID": "y", "HOME": "/nowhere"]
        )
        #expect(reader.warnings.count == 2)
        #expect(reader.warnings.contains { $0.contains("USERPOOL_POOL_IDD") && $0.contains("USERPOOL_POOL_ID?") })
        #expect(reader.warnings.contains { $0.contains("pool.clientID") && $0.contains("pool.clientId?") })
    }

    @Test("a file that cannot be read stops everything", arguments: ["missing.yaml", "broken.yaml", "list.yaml"])
    func unreadable(name: String) async throws {
        let folder = try Folder(["broken.yaml": "pool:\n  clientSecret: \"canary\n  id: [\n", "list.yaml": "- 1\n"])
        let problem = await #expect(throws: Problem.self) {
            _ = try await SettingsReader(flags: [:], file: folder.path(name), environment: [:])
        }
        #expect(problem?.code == .misconfigured && problem?.detail.contains("canary") == false)
    }

    @Test("numbers, booleans and lists of the file are read as texts")
    func scalars() async throws {
        let folder = try Folder(["config.yaml": "upstream:\n  timeout: 7\npool:\n  region:\n  id: [a, b]\n"])
        var reader = try await SettingsReader(flags: [:], file: folder.path("config.yaml"), environment: [:])
        #expect(await reader.text(.timeout) == "7")
        #expect(await reader.text(.poolID) == "a,b")
        #expect(await reader.text(.region) == nil)
    }

    @Test("the client secret comes from a file, less the newline at its end")
    func secretFile() async throws {
        let folder = try Folder(["secret": "hush\n"])
        let flags: [Setting: String] = [
            .poolID: "us-east-1_AbC", .clientID: "client", .clientSecretFile: folder.path("secret"),
        ]
        var reader = try await SettingsReader(flags: flags, environment: [:])
        let settings = await PoolSettings(reading: &reader)
        try reader.finish()
        #expect(settings.appClient.secret?.count == 4)
        #expect(!"\(settings)".contains("hush"))
    }

    @Test(
        "durations",
        arguments: [
            ("500ms", 500), ("5s", 5000), ("5", 5000), ("2m", 120_000), ("1h", 3_600_000), ("0", 0),
        ]
    )
    func duration(text: String, milliseconds: Int) {
        #expect(Duration(text: text) == .milliseconds(milliseconds))
    }

    @Test("what is no duration", arguments: ["", "s", "-1s", "1.5s", "5 s", "5d", "25h", "99999999999999999999", "５s"])
    func noDuration(_ text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test(
        "environment names follow the keys",
        arguments: [
            (Setting.poolID, "USERPOOL_POOL_ID"), (.clientSecretFile, "USERPOOL_POOL_CLIENT_SECRET_FILE"),
            (.caFile, "USERPOOL_CA_FILE"),
        ]
    )
    func environmentNames(setting: Setting, name: String) {
        #expect(setting.environmentName == name)
    }

    @Test("no secret has a flag")
    func secretsHaveNoFlags() {
        #expect(Setting.all.filter { $0.isSecret && $0.flag != nil }.isEmpty)
    }
}
