import CognitoWire
import Foundation
import HTTPTypes
import LocalPool

/// The page that says what the pool offers, who proved it, and where it differs from the service.
struct ConformancePage {
    let offered: [AnyWireOperation]
    let refused: [AnyWireOperation]
    let proofs: [Proof]

    static let file = SourceScan.repository.appending(path: "Modules/LocalPool/LocalPool.docc/Conformance.md")
    private static let ownTests = "own tests"

    /// Asks a pool for every operation of both models.
    init(asking pool: LocalPool) async throws {
        var (offered, refused) = ([AnyWireOperation](), [AnyWireOperation]())
        for operation in WireOperations.all {
            var headers: HTTPFields = [.contentType: WireCoder.contentType]
            headers[.amzTarget] = operation.target
            let answer = await pool.respond(
                to: LocalPoolRequest(method: .post, path: "/", headers: headers, body: Array("{}".utf8))
            )
            let error = answer.status == .ok ? nil : try WireCoder().decode(ServiceErrorBody.self, from: answer.body)
            let isRefused = error?.message == "\(operation.name) is not offered by LocalPool"
            if isRefused, error?.code == .unsupportedOperation {
                refused.append(operation)
            } else {
                offered.append(operation)
            }
        }
        (self.offered, self.refused) = (offered, refused)
        proofs = try Proof.kept()
    }

    var text: String {
        [introduction, operations, signIns, checks, differences].joined(separator: "\n\n") + "\n"
    }

    private var introduction: String {
        """
        # Conformance

        What the local pool has of the service, which clients proved it, and where it differs.

        Tests write this page: they ask a pool for every operation of the service's models, watch other people's clients at
        work, unchanged, and note what was performed for them. `Tools/campaigns/conformance` writes it anew.
        """
    }

    private var operations: String {
        let count = { (service: WireService) in
            "\(offered.count { $0.service == service }) of \(WireOperations.all.count { $0.service == service })"
        }
        return """
            ## Operations

            The pool offers \(count(.userPools)) operations of user pools and \(count(.identityPools)) of identity pools. \
            "Own tests" are those that call it within the process, through the wire format.

            | Operation | Proved by |
            |---|---|
            \(offered.map { "| \(OperationName.text($0)) | \(provers(of: $0)) |" }.joined(separator: "\n"))

            These are refused by name, with `UnsupportedOperationException`:
            \(refused.map(OperationName.text).joined(separator: ", ")).
            """
    }

    private var signIns: String {
        let chains = Set(proofs.flatMap(\.chains)).sorted()
        let steps = Set(chains.flatMap { $0.split { " →()".contains($0) } }.map(String.init))
        let names: [String] = AuthFlowType.known.map(\.rawValue) + ChallengeNameType.known.map(\.rawValue)
        let others = names.filter { !steps.contains($0) }.sorted()
        let (tested, untested) = (
            others.filter(SourceScan.signIns.mentions), others.filter { !SourceScan.signIns.mentions($0) }
        )
        let rest = [
            ("Own tests go through these too, which no client above has met: ", tested),
            ("Nothing goes through ", untested),
        ].filter { !$0.1.isEmpty }.map { "\($0.0)\($0.1.joined(separator: ", "))." }
        return """
            ## Sign-ins

            Each of these ended with tokens. The first is the flow, what follows are the challenges that were answered; \
            where an administrator's operations were used, or a factor was chosen, it stands in brackets.

            | Sign-in | Proved by |
            |---|---|
            \(chains.map { chain in "| \(chain) | \(clients { $0.chains.contains(chain) }.joined(separator: ", ")) |" }
                .joined(separator: "\n"))

            \(rest.isEmpty ? "The models know no other flows and challenges." : rest.joined(separator: " "))
            """
    }

    private var checks: String {
        let scripts = PeerScript.all.map { script in
            "### \(script.client), \(script.file)\n\n" + script.checks.map { "- \($0)" }.joined(separator: "\n")
        }
        return "## What other people's clients went through\n\n" + scripts.joined(separator: "\n\n")
    }

    private var differences: String {
        let subjects = ServiceDifference.all.map(\.subject).reduce(into: [ServiceDifference.Subject]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let sections = subjects.map { subject in
            "### \(subject)\n\n"
                + ServiceDifference.all.filter { $0.subject == subject }.map { "- \(Self.mode(of: $0))\($0.text)" }
                .joined(separator: "\n")
        }
        return """
            ## Differences

            A strict pool does as the service wherever it knows how, a lenient one is of more help. What is not marked holds \
            for both; a running pool lists its own at `/_local/differences`.

            \(sections.joined(separator: "\n\n"))
            """
    }

    private static func mode(of difference: ServiceDifference) -> String {
        difference.mode.map { "*\($0.rawValue.capitalized):* " } ?? ""
    }

    /// Who proved an operation.
    func provers(of operation: AnyWireOperation) -> String {
        let name = OperationName.text(operation)
        let all =
            clients { $0.operations.contains(name) } + (SourceScan.inProcess.calls(name) ? [Self.ownTests] : [])
        return all.joined(separator: ", ")
    }

    private func clients(_ isProver: (Proof) -> Bool) -> [String] {
        proofs.filter(isProver).map(\.client)
    }
}
