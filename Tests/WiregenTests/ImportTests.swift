import Foundation
import Testing

@testable import wiregen

@Suite("Import") struct ImportTests {
    @Test(
        "both formats of one model give the checked-in specification",
        arguments: ["greeter/service-2.json", "greeter/greeter.smithy.json", "greeter/greeter.json"]
    )
    func formats(name: String) throws {
        let text = try CanonicalJSON.text(of: Places.specification(name))
        #expect(text == (try String(contentsOfFile: Places.fixture("greeter/greeter.json"), encoding: .utf8)))
    }

    @Test("a gzip file is unpacked, with the paginators beside it")
    func gzip() throws {
        try Places.withTemporaryFolder { folder in
            for name in ["service-2.json", "paginators-1.json"] {
                try FileManager.default.copyItem(atPath: Places.fixture("greeter/\(name)"), toPath: "\(folder)/\(name)")
            }
            let gzip = try Process.run(URL(filePath: "/usr/bin/env"), arguments: ["gzip", "\(folder)/service-2.json"])
            gzip.waitUntilExit()
            let facts = try ModelFile(path: "\(folder)/service-2.json.gz").specification()
            #expect(facts == (try Places.specification("greeter/greeter.json")))
            #expect(facts.operations["ListGreetings"]?.pagination?.items == "Greetings")
        }
    }

    @Test("the facts are there, and nothing that no operation reaches")
    func facts() throws {
        let facts = try Places.specification("greeter/service-2.json")
        #expect(facts.operations["Greet"]?.authentication == Specification.Authentication.none)
        #expect(facts.operations["Sleep"]?.authentication == .sigV4)
        #expect(facts.operations["Sleep"]?.output == nil)
        #expect(facts.shapes["TokenType"]?.isSensitive == true)
        #expect(facts.shapes["BodyType"]?.type == .document)
        #expect(facts.shapes["TooManyException"]?.fault == .server)
        #expect(facts.shapes["UnusedType"] == nil)
    }

    @Test(
        "a pattern that may match a part becomes one that matches the whole",
        arguments: [
            ("^[a-z]+$", "[a-z]+"), (#"\{####\}"#, #".*\{####\}.*"#), ("^(?s)", "(?s).*"), ("a|b", ".*(?:a|b).*"),
            (#"^(a|b)$"#, "(a|b)"), (#"^[|]\$"#, #"[|]\$.*"#),
        ]
    )
    func searchPatterns(pattern: String, whole: String) {
        #expect(WireFacts.wholePattern(search: pattern) == whole)
    }

    @Test(
        "what is no model is refused with what to do",
        arguments: [
            ("{}", WiregenError.Code.format), ("[", .format), (#"{"smithy":"2.0"}"#, .format),
            (#"{"smithy":"2.0","shapes":{}}"#, .format),
            (
                #"{"metadata":{"apiVersion":"1","endpointPrefix":"x","protocol":"rest-xml"},"operations":{},"shapes":{}}"#,
                .unsupported
            ),
        ]
    )
    func refused(text: String, code: WiregenError.Code) throws {
        try Places.withTemporaryFolder { folder in
            try text.write(toFile: "\(folder)/model.json", atomically: true, encoding: .utf8)
            let error = #expect(throws: WiregenError.self) {
                try ModelFile(path: "\(folder)/model.json").specification()
            }
            #expect(error?.code == code)
        }
    }

    @Test("a missing file and a damaged gzip are refused")
    func unreadable() throws {
        try Places.withTemporaryFolder { folder in
            try Data([0x1F, 0x8B, 0, 1, 2]).write(to: URL(filePath: "\(folder)/damaged.gz"))
            for name in ["missing.json", "damaged.gz"] {
                let error = #expect(throws: WiregenError.self) {
                    try ModelFile(path: "\(folder)/\(name)").specification()
                }
                #expect(error?.code == .file)
            }
        }
    }

    @Test("a shape that is named and not there is refused")
    func missingShape() throws {
        var facts = try Places.specification("greeter/greeter.json")
        facts.shapes["NameType"] = nil
        let error = #expect(throws: WiregenError.self) { try facts.limited() }
        #expect(error?.message.contains("NameType") == true)
    }
}
