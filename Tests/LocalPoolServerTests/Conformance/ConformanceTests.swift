import CognitoWire
import Foundation
import LocalPool
import Testing

@Suite("Conformance") struct ConformanceTests {
    @Test("the page is what tests would write now")
    func page() async throws {
        let text = try await ConformancePage(asking: TestWorld().pool).text
        if Proof.isWriting {
            try Data(text.utf8).write(to: ConformancePage.file)
        } else {
            let kept = try String(contentsOf: ConformancePage.file, encoding: .utf8)
            let isFresh = kept == text
            #expect(isFresh, "Conformance.md is stale: run Tools/campaigns/conformance")
        }
    }

    @Test("every operation is either offered or refused by name, and both kinds are there")
    func operations() async throws {
        let page = try await ConformancePage(asking: TestWorld().pool)
        #expect(page.offered.count + page.refused.count == WireOperations.all.count)
        #expect(page.offered.contains { $0.name == "InitiateAuth" })
        #expect(page.refused.contains { $0.name == "CreateTerms" })
    }

    @Test("no operation is offered that no test calls")
    func proved() async throws {
        let page = try await ConformancePage(asking: TestWorld().pool)
        #expect(page.offered.filter { page.provers(of: $0).isEmpty }.map(OperationName.text) == [])
    }

    @Test("a test that names another service's operation, or a longer name, proves nothing")
    func scan() {
        #expect(SourceScan.inProcess.calls("SignUp"))
        #expect(!SourceScan.inProcess.calls("Up"))
        #expect(!SourceScan.inProcess.calls("GetId"))
        #expect(!SourceScan.inProcess.calls("CreateTerms"))
        #expect(SourceScan.signIns.mentions("NEW_PASSWORD_REQUIRED"))
        #expect(!SourceScan.signIns.mentions("MAGIC_LINK"))
    }

    @Test("a proof is read as it was written, and nothing else is")
    func proof() {
        let proof = Proof(client: "a client", operations: ["SignUp"], chains: ["USER_SRP_AUTH → PASSWORD_VERIFIER"])
        #expect(Proof(text: proof.text) == proof)
        for text in ["", "operation SignUp\n", "client a\nSignUp\n", "client a\noperation\n"] {
            #expect(Proof(text: text) == nil, "\(text)")
        }
    }

    @Test("each difference is one line, and is there once")
    func differences() {
        #expect(Set(ServiceDifference.all.map(\.text)).count == ServiceDifference.all.count)
        for difference in ServiceDifference.all {
            #expect(difference.text.hasSuffix(".") && !difference.text.contains("\n"), "\(difference.text)")
        }
    }
}
