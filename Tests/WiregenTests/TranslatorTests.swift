import Testing

@testable import wiregen

@Suite("Translation") struct TranslatorTests {
    @Test(
        "names are Swift's, with acronyms in one case",
        arguments: [
            ("UserPoolId", "userPoolID"), ("SMSMfaSettings", "smsMFASettings"), ("CallbackURLs", "callbackURLs"),
            ("URLs", "urls"), ("AllowedOAuthFlows", "allowedOAuthFlows"), ("V1_0", "v1_0"), ("ARGON2ID", "argon2id"),
            ("PBKDF2_SHA256", "pbkdf2SHA256"), ("USER_SRP_AUTH", "userSRPAuth"), ("NONE", "noneValue"),
            ("PrimaryRoute53HealthCheckId", "primaryRoute53HealthCheckID"), ("TLS_V1_2_2021", "tlsV1_2_2021"),
            ("S3Bucket", "s3Bucket"), ("phone_number", "phoneNumber"), ("headerName", "headerName"),
            ("OpenIdConnectProviderARNs", "openIDConnectProviderARNs"), ("1_DAY", "value1Day"), ("code", "code"),
        ]
    )
    func names(wire: String, swift: String) {
        #expect(SwiftName.member(wire) == swift)
    }

    @Test("a word of the language is escaped, an error loses its suffix")
    func escaped() {
        #expect(SwiftName.escaped("extension") == "`extension`")
        #expect(SwiftName.escaped("name") == "name")
        #expect(SwiftName.error("NotAwakeException") == "notAwake")
        #expect(SwiftName.error("Exception") == "exception")
    }

    @Test("required members come first, sensitive ones are wrapped")
    func structure() throws {
        let request = try #require(try Places.greeter().requests.first { $0.name == "GreetRequest" })
        #expect(request.properties.map(\.name) == ["name", "imageURLs", "old", "secrets", "titles", "tone"])
        #expect(request.properties.map(\.isOptional) == [false, true, true, true, true, true])
        #expect(request.properties.first { $0.name == "secrets" }?.type == "Sensitive<[String: String]>")
        #expect(request.isChecked)
    }

    @Test("only what travels in requests is checked")
    func checks() throws {
        let greeter = try Places.greeter()
        #expect(greeter.checks.map(\.type) == ["GreetRequest", "GreetingType", "ListGreetingsRequest", "SleepRequest"])
        #expect(greeter.constraints.map(\.shape) == ["CountType", "GreetingsType", "NameType", "TokenType"])
        #expect(greeter.operations.map(\.output) == ["GreetResponse", "ListGreetingsResponse", "WireEmpty"])
    }

    @Test("two names that become one are refused")
    func collision() throws {
        var facts = try Places.specification("greeter/greeter.json")
        facts.shapes["GreetRequest"]?.members?["NAME"] = Specification.Member(shape: "NameType")
        let translator = Translator(facts, label: "Greeter", source: "greeter.json", namespace: nil)
        let error = #expect(throws: WiregenError.self) { try translator.declarations() }
        #expect(error?.code == .unsupported)
    }

    @Test("a structure may hold itself in a list, and not otherwise")
    func recursion() throws {
        var facts = try Places.specification("greeter/greeter.json")
        facts.shapes["GreetingType"]?.members?["Replies"] = Specification.Member(shape: "GreetingsType")
        _ = try Translator(facts, label: "Greeter", source: "greeter.json", namespace: nil).declarations()
        facts.shapes["GreetingType"]?.members?["Reply"] = Specification.Member(shape: "GreetingType")
        let translator = Translator(facts, label: "Greeter", source: "greeter.json", namespace: nil)
        let error = #expect(throws: WiregenError.self) { try translator.declarations() }
        #expect(error?.message.contains("GreetingType holds itself") == true)
    }

    @Test("an operation that the selection names and the model lacks is refused")
    func unknownOperation() throws {
        let facts = try Places.specification("greeter/greeter.json")
        #expect(try facts.limited(to: ["Sleep"]).operations.keys.sorted() == ["Sleep"])
        #expect(try facts.limited(to: ["Sleep"]).shapes["GreetRequest"] == nil)
        #expect(throws: WiregenError.self) { try facts.limited(to: ["Snore"]) }
    }
}
