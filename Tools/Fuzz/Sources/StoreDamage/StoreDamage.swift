import CognitoWire
import Foundation
import FuzzSupport
import LocalPool
import PoolFuzzSupport

/// Damage to a data file: each five bytes of the input are a place in the file (three bytes, modulo its length), how many
/// bytes are changed, and what to.
///
/// To open the file gives a pool or one of the pool's errors; what is called then is performed or refused, and an
/// `InternalErrorException` is a refusal here. After a finding the damaged file is still in the folder that was printed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        DataFile.shared.use(damagedBy: copy(input))
    }
}

/// The data file of a pool that has been used, made once.
private struct DataFile: Sendable {
    static let shared = DataFile()

    private let folder: URL
    private let bytes: [UInt8]
    private let accessToken: String

    private init() {
        let name = "StoreDamage-\(ProcessInfo.processInfo.processIdentifier)"
        folder = FileManager.default.temporaryDirectory.appending(path: name)
        print("the data file is in \(folder.path)")
        let whole = folder.appending(path: "whole.sqlite").path
        guard let world = try? PoolWorld(file: whole) else { fatalError("no data file") }
        let places = world.arrange()
        let snapshot = waiting { try? await world.pool.snapshot() }
        guard let snapshot, let token = places["@ACCESS@"] else { fatalError("the data file cannot be read") }
        (bytes, accessToken) = (snapshot, token)
        // A finding ends the process otherwise, and leaves the folder.
        atexit { try? FileManager.default.removeItem(at: DataFile.shared.folder) }
        // What is not damaged works.
        let answers = use(damagedBy: [])
        require(answers.count == Self.callCount && answers.allSatisfy { $0 == 200 }, "a whole file works")
    }

    private static let callCount = 8

    /// Opens a copy with that damage, and calls the pool.
    @discardableResult
    func use(damagedBy changes: [UInt8]) -> [Int] {
        let file = folder.appending(path: "damaged.sqlite")
        for name in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: file.path + name)
        }
        guard (try? Data(damaged(by: changes)).write(to: file)) != nil else { fatalError("the copy cannot be written") }
        do throws(LocalPoolError) {
            return calls(on: try PoolWorld(file: file.path, seed: 2))
        } catch {
            require(!error.message.isEmpty, "an error has a message")
            return []
        }
    }

    private func damaged(by changes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for start in stride(from: 0, to: changes.count - changes.count % 5, by: 5) {
            let place = Int(changes[start]) << 16 | Int(changes[start + 1]) << 8 | Int(changes[start + 2])
            for offset in 0...Int(changes[start + 3] % 16) {
                bytes[(place + offset) % bytes.count] = changes[start + 4]
            }
        }
        return bytes
    }

    /// A few calls that read and write most tables; returns their statuses.
    private func calls(on world: PoolWorld) -> [Int] {
        let (pool, token) = (WireDocument.string(PoolWorld.poolID), WireDocument.string(accessToken))
        let (client, carol) = (WireDocument.string(PoolWorld.clientID), WireDocument.string("carol"))
        let (password, name) = (WireDocument.string(PoolWorld.password), WireDocument.string("alice"))
        let requests: [(String, [String: WireDocument])] = [
            ("DescribeUserPool", ["UserPoolId": pool]),
            ("ListUsers", ["UserPoolId": pool, "Filter": .string("email ^= \"a\"")]),
            ("GetUser", ["AccessToken": token]),
            ("SignUp", ["ClientId": client, "Username": carol, "Password": password]),
            (
                "InitiateAuth",
                [
                    "ClientId": client, "AuthFlow": .string("USER_PASSWORD_AUTH"),
                    "AuthParameters": .object(["USERNAME": name, "PASSWORD": password]),
                ]
            ),
            ("AdminAddUserToGroup", ["UserPoolId": pool, "Username": name, "GroupName": .string("staff")]),
            ("ListDevices", ["AccessToken": token]),
            ("DeleteUserPool", ["UserPoolId": pool]),
        ]
        return requests.map { world.call($0.0, $0.1).status }
    }
}
