import ArgumentParser
import Foundation
import Testing

@testable import wiregen

@Suite("Diff") struct DiffTests {
    private func compare(_ change: (inout Specification) -> Void) throws -> Comparison {
        let old = try Places.specification("greeter/greeter.json")
        var new = old
        change(&new)
        return Comparison(old: old, new: new)
    }

    @Test("from 2025-04 to botocore 1.43.11 nine operations were added and none removed")
    func nineAdded() throws {
        let comparison = Comparison(
            old: try Places.specification("cognito-idp-2025-04.json"),
            new: try Places.specification("cognito-idp-botocore-1.43.11.json")
        )
        let operations = comparison.changes.filter { $0.subject == .operation }
        #expect(
            operations.map(\.line) == [
                "+ operation AddUserPoolClientSecret", "+ operation CreateTerms", "+ operation DeleteTerms",
                "+ operation DeleteUserPoolClientSecret", "+ operation DescribeTerms",
                "+ operation GetTokensFromRefreshToken", "+ operation ListTerms",
                "+ operation ListUserPoolClientSecrets", "+ operation UpdateTerms",
            ]
        )
        #expect(
            comparison.changes.filter(\.breaksCallers).map(\.name) == [
                "AttributeNameType pattern", "ClientSecretType minimum",
            ]
        )
    }

    @Test("from botocore 1.43.11 to the checked-in model nineteen operations were added and none removed")
    func nineteenAdded() throws {
        let comparison = Comparison(
            old: try Places.specification("cognito-idp-botocore-1.43.11.json"),
            new: try ModelFile(path: "\(Places.specs)/cognito-idp-2016-04-18.json").specification()
        )
        let operations = comparison.changes.filter { $0.subject == .operation }
        #expect(operations.count == 19)
        #expect(operations.allSatisfy { $0.action == .added })
        #expect(comparison.breaksCallers)
    }

    @Test("formats make no difference")
    func formats() throws {
        let comparison = Comparison(
            old: try Places.specification("greeter/service-2.json"),
            new: try Places.specification("greeter/greeter.smithy.json")
        )
        #expect(comparison.report == "no difference\n")
    }

    @Test("additions do not break callers")
    func additions() throws {
        let comparison = try compare { new in
            new.operations["Wave"] = new.operations["Sleep"]
            new.shapes["GreetRequest"]?.members?["Volume"] = .init(shape: "CountType")
            new.shapes["GreetResponse"]?.members?["Echo"] = .init(isRequired: true, shape: "MessageType")
            new.shapes["ToneType"]?.values?.append("COLD")
            new.shapes["CountType"]?.maximum = 20
            new.shapes["ImageType"]?.maximum = 50
            new.operations["Sleep"]?.errors = ["TooManyException"]
        }
        #expect(
            comparison.changes.map(\.line) == [
                "+ operation Wave", "+ member GreetRequest.Volume: CountType",
                "+ member GreetResponse.Echo: MessageType, required", "+ enumeration value ToneType.COLD",
                "~ constraint CountType maximum: 10 → 20", "~ constraint ImageType maximum: 100 → 50",
                "+ error Sleep.TooManyException",
            ]
        )
        #expect(!comparison.breaksCallers)
        #expect(comparison.report.hasSuffix("nothing breaks callers\n"))
    }

    @Test("what refuses, removes or retypes breaks callers")
    func breaks() throws {
        let comparison = try compare { new in
            new.operations["Sleep"] = nil
            new.operations["Greet"]?.authentication = .sigV4
            new.operations["ListGreetings"]?.pagination = nil
            new.shapes["GreetRequest"]?.members?["Tone"]?.isRequired = true
            new.shapes["GreetRequest"]?.members?["Volume"] = .init(isRequired: true, shape: "CountType")
            new.shapes["GreetRequest"]?.members?["Old"] = nil
            new.shapes["GreetResponse"]?.members?["GreetedAt"]?.isRequired = nil
            new.shapes["GreetResponse"]?.members?["Image"]?.shape = "MessageType"
            new.shapes["NameType"]?.minimum = 2
            new.shapes["NameType"]?.pattern = "[a-y]+"
            new.shapes["ToneType"]?.values = ["NONE", "V1_0"]
            new.shapes["TokenType"]?.isSensitive = nil
        }
        #expect(
            comparison.changes.map(\.line)
                == [
                    "- operation Sleep [breaks callers]",
                    "~ operation Greet: authentication none → sigV4 [breaks callers]",
                    "~ operation ListGreetings: pages NextToken/NextToken/Greetings/Limit → none [breaks callers]",
                    "- member GreetRequest.Old [breaks callers]",
                    "~ member GreetRequest.Tone: now required [breaks callers]",
                    "+ member GreetRequest.Volume: CountType, required [breaks callers]",
                    "~ member GreetResponse.GreetedAt: no longer required [breaks callers]",
                    "~ member GreetResponse.Image: blob → string [breaks callers]",
                    "~ member TokenType: no longer sensitive [breaks callers]",
                    "- enumeration value ToneType.WARM [breaks callers]",
                    "~ constraint NameType minimum: 1 → 2 [breaks callers]",
                    "~ constraint NameType pattern: [a-z]+ → [a-y]+ [breaks callers]",
                ].sorted { order($0) < order($1) }
        )
    }

    @Test(
        "the exit status says what was found",
        arguments: [
            ("cognito-idp-2025-04.json", "cognito-idp-2025-04.json", 0 as Int32),
            ("greeter/service-2.json", "greeter/additive.json", 1),
            ("cognito-idp-2025-04.json", "cognito-idp-botocore-1.43.11.json", 2),
            ("cognito-idp-2025-04.json", "missing.json", 65),
        ]
    )
    func exitStatus(old: String, new: String, status: Int32) throws {
        try Places.withTemporaryFolder { folder in
            var facts = try Places.specification("greeter/greeter.json")
            facts.operations["Wave"] = facts.operations["Sleep"]
            let additive = "\(folder)/additive.json"
            try CanonicalJSON.text(of: facts).write(toFile: additive, atomically: true, encoding: .utf8)
            let newer = new == "greeter/additive.json" ? additive : Places.fixture(new)
            var command = try Wiregen.parseAsRoot(["diff", Places.fixture(old), newer])
            if status == 0 {
                try command.run()
            } else {
                #expect(throws: ExitCode(status)) { try command.run() }
            }
        }
    }

    /// The lines of a report are in the order of subject and name.
    private func order(_ line: String) -> String {
        let subjects = ["operation", "member", "enumeration", "constraint"]
        let words = line.split(separator: " ")
        let name = words[1] == "enumeration" ? words[3] : words[2]
        return "\(subjects.firstIndex(of: String(words[1])) ?? 9) \(name) \(line)"
    }
}
