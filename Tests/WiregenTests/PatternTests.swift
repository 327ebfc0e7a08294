import Testing

@testable import wiregen

@Suite("Pattern compiler") struct PatternTests {
    private typealias ScalarClass = PatternSyntax.ScalarClass

    @Test("repetition, choice and groups become forks and jumps")
    func program() throws {
        let program = try PatternProgram(pattern: "a(?:b|c)?d{2}e*")
        #expect(
            program.steps == [
                .take(0), .fork(2, 6), .fork(3, 5), .take(1), .jump(6), .take(2), .take(3), .take(3), .fork(9, 11),
                .take(4), .jump(8),
            ]
        )
    }

    @Test("a hyphen is a range between two scalars, and itself elsewhere")
    func hyphens() throws {
        let expected = ScalarClass(ranges: [0x41...0x5A, 0x30...0x39, 0x2D...0x2D, 0x5F...0x5F])
        #expect(try PatternParser.parse("[A-Z0-9-_]") == .sequence([.set(expected)]))
        let trailing = ScalarClass(ranges: [0x2E...0x2E, 0x2D...0x2D])
        #expect(try PatternParser.parse("[.-]") == .sequence([.set(trailing)]))
    }

    @Test("escapes, categories and inverted classes are read")
    func classes() throws {
        #expect(
            try PatternParser.parse(#"[\x21\p{L}]"#)
                == .sequence([.set(.init(ranges: [0x21...0x21], categories: ["L"]))])
        )
        #expect(try PatternParser.parse(#"[\S]"#) == .sequence([.set(.space.inverted)]))
        #expect(try PatternParser.parse(#"[^\S]"#) == .sequence([.set(.space)]))
        #expect(try PatternParser.parse("(?s).") == .sequence([.set(.any)]))
        #expect(try PatternParser.parse(".") == .sequence([.set(.anyButLineFeed)]))
    }

    @Test(
        "what is not known is refused, never guessed",
        arguments: [
            "(?<!a)b", "(?=a)", "(?i)a", "a^b", "a$b", "a+?", "a++", "a{2", "a{3,2}", "(a", "a)", "[a", "*a", #"\1"#,
            #"\b"#,
            #"\p{Lu}"#, #"[a\S]"#, #"[\Sa]"#, "[[a]]", #"a\"#, "a{9999}", #"[z-a]"#, #"\xZZ"#,
        ]
    )
    func refused(pattern: String) {
        let error = #expect(throws: WiregenError.self) { try PatternProgram(pattern: pattern) }
        #expect(error?.code == .pattern)
    }
}
