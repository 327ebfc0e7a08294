import Foundation
import Testing

/// What one client was seen to do with the pool: operations that were performed for it, and its sign-ins.
///
/// A proof is kept in a file of its own beside the peers' scripts, one line for each thing. The test that runs the client
/// compares it with what the client does now.
struct Proof: Equatable, Sendable {
    /// Who did it.
    let client: String
    /// Operations that were performed, as ``OperationName`` writes them.
    var operations: Set<String> = []
    /// Sign-ins that ended with tokens: the flow, and each challenge that was answered.
    var chains: Set<String> = []

    /// What stands between the parts of a chain.
    static let step = " → "
    static let folder = SourceScan.repository.appending(path: "Tests/LocalPoolServerTests/Peers/Proofs")
    static let advice = "is not what the checked-in file says; if that is right, run Tools/campaigns/conformance"

    /// Whether files are written instead of compared.
    static var isWriting: Bool { ProcessInfo.processInfo.environment["CONFORMANCE"] == "write" }

    /// Every proof that is kept; one for each client, whatever number of scripts it has.
    static func kept() throws -> [Proof] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let proofs = try files.filter { $0.pathExtension == "txt" }.map { file in
            try #require(try Proof(text: String(contentsOf: file, encoding: .utf8)), "\(file.lastPathComponent)")
        }
        let byClient = Dictionary(grouping: proofs, by: \.client)
        return byClient.sorted { $0.key < $1.key }.map { client, proofs in
            Proof(
                client: client,
                operations: proofs.reduce(into: []) { $0.formUnion($1.operations) },
                chains: proofs.reduce(into: []) { $0.formUnion($1.chains) }
            )
        }
    }

    /// Compares the proof with the file of that name, or writes it.
    func expectKept(as name: String) throws {
        let file = Self.folder.appending(path: "\(name).txt")
        if Self.isWriting {
            try Data(text.utf8).write(to: file)
        } else {
            let kept = try? Proof(text: String(contentsOf: file, encoding: .utf8))
            #expect(self == kept, "what \(client) does in \(name) \(Self.advice)")
        }
    }
}

extension Proof {
    var text: String {
        (["client \(client)"] + operations.sorted().map { "operation \($0)" } + chains.sorted().map { "chain \($0)" })
            .map { "\($0)\n" }.joined()
    }

    /// Reads what ``text`` writes; `nil` for anything else.
    init?(text: String) {
        var lines = text.split(separator: "\n")
        guard let first = lines.first, first.hasPrefix("client ") else { return nil }
        lines.removeFirst()
        self.init(client: String(first.dropFirst("client ".count)))
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            switch (parts.first, parts.last) {
            case ("operation", let name?) where parts.count == 2: operations.insert(name)
            case ("chain", let chain?) where parts.count == 2: chains.insert(chain)
            default: return nil
            }
        }
    }
}
