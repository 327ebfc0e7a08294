import ByteCoding
import Foundation
import Testing

@testable import UserPoolKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What every store must do, held against each of them.
@Suite("Stores of sessions") struct SessionStoreTests {
    /// A store that a test makes.
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case memory, file

        var testDescription: String { rawValue }
    }

    private let folder = OwnFolder()

    private func store(_ kind: Kind) -> any SessionStore {
        kind == .memory ? MemorySessionStore() : folder.store
    }

    private func key(_ name: String, _ kind: StoreKey.Kind = .session, client: String = "client") -> StoreKey {
        StoreKey(kind, name: name, endpoint: "", poolID: "local_AbCdEfGhI", clientID: client)
    }

    private func entry(_ text: String) -> StoredEntry { StoredEntry(new: SecretBytes(utf8: text)) }

    private func text(_ entry: StoredEntry?) -> String? {
        entry?.contents.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
    }

    @Test("an entry is replaced by who has seen it, and by nobody else", arguments: Kind.allCases)
    func compareAndSwap(kind: Kind) async throws {
        let store = store(kind)
        let (first, second, third) = (entry("first"), entry("second"), entry("third"))
        #expect(try await store.load(key("alice")) == nil)
        #expect(try await store.replace(key("alice"), expecting: 7, with: first) == false)
        #expect(try await store.replace(key("alice"), expecting: nil, with: first))
        #expect(try await store.replace(key("alice"), expecting: nil, with: second) == false)
        #expect(try await store.replace(key("alice"), expecting: second.generation, with: third) == false)
        #expect(text(try await store.load(key("alice"))) == "first")
        #expect(try await store.replace(key("alice"), expecting: first.generation, with: second))
        #expect(try await store.load(key("alice"))?.generation == second.generation)
        #expect(try await store.replace(key("alice"), expecting: first.generation, with: nil) == false)
        #expect(try await store.replace(key("alice"), expecting: second.generation, with: nil))
        #expect(try await store.load(key("alice")) == nil)
    }

    @Test("who has seen an entry that is gone does not replace its successor", arguments: Kind.allCases)
    func noOldGeneration(kind: Kind) async throws {
        let store = store(kind)
        let old = entry("the same")
        #expect(try await store.replace(key("alice"), expecting: nil, with: old))
        #expect(try await store.replace(key("alice"), expecting: old.generation, with: nil))
        #expect(try await store.replace(key("alice"), expecting: nil, with: entry("the same")))
        #expect(try await store.replace(key("alice"), expecting: old.generation, with: entry("late")) == false)
        #expect(text(try await store.load(key("alice"))) == "the same")
    }

    @Test("pools, clients, kinds and names that look alike are kept apart", arguments: Kind.allCases)
    func keys(kind: Kind) async throws {
        let store = store(kind)
        let keys = [
            key("alice"), key("Alice"), key("alice", .device), key("alice", client: "other"), key("../alice"), key(""),
            key("a/b"), key("a%2Fb"), key("caf\u{e9}"), key("cafe\u{301}"), key("a\u{0}b"),
            StoreKey(
                .session,
                name: "alice",
                endpoint: "http://[::1]:1",
                poolID: "local_AbCdEfGhI",
                clientID: "client"
            ),
        ]
        for (number, key) in keys.enumerated() {
            #expect(try await store.replace(key, expecting: nil, with: entry("\(number)")), "\(key.text)")
        }
        for (number, key) in keys.enumerated() {
            #expect(text(try await store.load(key)) == "\(number)")
        }
        #expect(Set(keys.map(\.text)).count == keys.count)
    }

    @Test("sixteen writers of a hundred updates each lose none", arguments: Kind.allCases)
    func writers(kind: Kind) async throws {
        let stores = (0..<16).map { _ in kind == .memory ? nil : folder.store }
        let shared = store(kind)
        let key = key("alice")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for own in stores {
                group.addTask {
                    let store: any SessionStore = own ?? shared
                    for _ in 0..<100 {
                        while true {
                            let current = try await store.load(key)
                            let count = text(current).flatMap { Int($0) } ?? 0
                            let next = entry("\(count + 1)")
                            if try await store.replace(key, expecting: current?.generation, with: next) { break }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(text(try await shared.load(key)) == "1600")
    }

    // MARK: Files

    private func kept() async throws -> (store: FileSessionStore, file: String) {
        let store = folder.store
        _ = try await store.replace(key("alice"), expecting: nil, with: entry("kept"))
        return (store, folder.path(of: try #require(folder.files.first)))
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("files and folder are their owner's alone, whatever the mask")
    func modes() async throws {
        let before = umask(0)
        defer { umask(before) }
        let (store, file) = try await kept()
        #expect(try mode(file) == 0o600 && mode(folder.path) == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let lock = try #require(names.first { $0.hasPrefix("lock") })
        #expect(try mode(folder.path(of: lock)) == 0o600)
        #expect(text(try await store.load(key("alice"))) == "kept")
        #expect(!file.contains("alice"))
    }

    /// What can be wrong with a file.
    enum Fault: String, CaseIterable, CustomTestStringConvertible {
        case readableByGroup, writableByOthers, folderReadableByOthers, link, linkedFolder, hardLink, pipe, folder,
            empty
        case truncated, notJSON, anotherVersion, anotherKey, badContents, tooLong

        var testDescription: String { rawValue }
    }

    @Test("a file that is open to others, linked, damaged or foreign is refused and stays", arguments: Fault.allCases)
    func faults(fault: Fault) async throws {
        let (store, file) = try await kept()
        let cleanUp = try await inflict(fault, on: file)
        defer { cleanUp() }
        let before = try? Data(contentsOf: URL(filePath: file))
        let read = await #expect(throws: UserPoolError.self) { try await store.load(key("alice")) }
        #expect(read?.code == .storeFailed)
        #expect(read?.message.contains("kept") == false)
        let written = await #expect(throws: UserPoolError.self) {
            try await store.replace(key("alice"), expecting: nil, with: entry("new"))
        }
        #expect(written?.code == .storeFailed)
        #expect((try? Data(contentsOf: URL(filePath: file))) == before || fault == .pipe)
    }

    private func inflict(_ fault: Fault, on file: String) async throws -> () -> Void {
        let manager = FileManager.default
        let text = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        func rewrite(_ text: String) throws {
            let handle = try FileHandle(forWritingTo: URL(filePath: file))
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        }
        switch fault {
        case .readableByGroup: try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        case .writableByOthers: try manager.setAttributes([.posixPermissions: 0o602], ofItemAtPath: file)
        case .folderReadableByOthers: try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        case .link:
            try manager.moveItem(atPath: file, toPath: "\(file).real")
            try manager.createSymbolicLink(atPath: file, withDestinationPath: "\(file).real")
        case .linkedFolder:
            let real = "\(folder.path)-real"
            try manager.moveItem(atPath: folder.path, toPath: real)
            try manager.createSymbolicLink(atPath: folder.path, withDestinationPath: real)
            return { try? FileManager.default.removeItem(atPath: real) }
        case .hardLink: try manager.linkItem(atPath: file, toPath: "\(file).other")
        case .pipe:
            try manager.removeItem(atPath: file)
            #expect(unsafe mkfifo(file, 0o600) == 0)
        case .folder:
            try manager.removeItem(atPath: file)
            try manager.createDirectory(atPath: file, withIntermediateDirectories: false)
        case .empty: try rewrite("")
        case .truncated: try rewrite(String(text.dropLast(10)))
        case .notJSON: try rewrite("kept")
        case .anotherVersion: try rewrite(text.replacing(#""version":1"#, with: #""version":2"#))
        case .anotherKey: try rewrite(text.replacing("/alice", with: "/bob"))
        case .badContents: try rewrite(text.replacing(#""contents":""#, with: #""contents":"*"#))
        case .tooLong: try rewrite(text + String(repeating: " ", count: 1 << 20))
        }
        return {}
    }

    @Test("a file of another user is refused")
    func foreignOwner() async throws {
        let (store, file) = try await kept()
        // Only root can give a file away; everybody else is refused here, and that is the rule too.
        guard unsafe chown(file, 65_534, 65_534) == 0 else {
            #expect(geteuid() != 0)
            return
        }
        let error = await #expect(throws: UserPoolError.self) { try await store.load(key("alice")) }
        #expect(error?.code == .storeFailed && error?.message.contains("somebody else") == true)
    }

    @Test("a link in the place of the lock is refused, and a file that somebody left half written is replaced")
    func leftovers() async throws {
        let (store, file) = try await kept()
        let name = try #require(file.split(separator: "/").last)
        let half = folder.path(of: ".\(name).new")
        try Data("half".utf8).write(to: URL(filePath: half))
        let current = try #require(try await store.load(key("alice")))
        #expect(try await store.replace(key("alice"), expecting: current.generation, with: entry("whole")))
        #expect(text(try await store.load(key("alice"))) == "whole")
        #expect(!FileManager.default.fileExists(atPath: half))

        let lock = folder.path(of: "lock-\(name.prefix(1))")
        try FileManager.default.removeItem(atPath: lock)
        try FileManager.default.createSymbolicLink(atPath: lock, withDestinationPath: "/tmp/elsewhere-\(UUID())")
        let error = await #expect(throws: UserPoolError.self) {
            try await store.replace(key("alice"), expecting: nil, with: nil)
        }
        #expect(error?.code == .storeFailed)
    }

    @Test("nothing is kept without a folder, and the folder is made with those above it")
    func folders() async throws {
        let deep = FileSessionStore(folder: "\(folder.path)/state/userpool/")
        #expect(try await deep.load(key("alice")) == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        #expect(try await deep.replace(key("alice"), expecting: nil, with: entry("kept")))
        #expect(try mode("\(folder.path)/state/userpool") == 0o700 && mode(folder.path) == 0o700)
        let blocked = FileSessionStore(folder: "/dev/null/sessions")
        let error = await #expect(throws: UserPoolError.self) {
            try await blocked.replace(key("alice"), expecting: nil, with: entry("kept"))
        }
        #expect(error?.code == .storeFailed)
    }
}
