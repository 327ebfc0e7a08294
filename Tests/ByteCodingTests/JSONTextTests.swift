import ByteCoding
import Testing

@Suite("JSON text") struct JSONTextTests {
    private func read(_ text: String) throws -> JSONValue {
        try JSONReader().read(Array(text.utf8))
    }

    @Test(
        "what is compact already is written as it was read",
        arguments: [
            "null", "true", "false", "\"\"", "[]", "{}", "[1,-0.5E+2,1e300,-0,1.0]", #"{"b":1,"a":{"c":[{}]},"":null}"#,
            #"["\"\\\b\t\n\f\r\u0000\u001b\u007f\u0085\u009f\u2028\u2029"]"#, "\"é\u{a0}€—😀 e\u{301}/\"",
        ]
    )
    func roundTrip(text: String) throws {
        #expect(try read(text).text.utf8.elementsEqual(text.utf8))
    }

    @Test("space goes, escapes that are not needed go, the order stays")
    func compact() throws {
        let value = try read(" { \"z\" : [ 1 , \"\\u0041\\/\\ud83d\\ude00\" ] ,\n\t\"\\u0061\":\"\\u000A\" } ")
        #expect(value.text == #"{"z":[1,"A/😀"],"a":"\n"}"#)
        #expect(value.object?.text == value.text)
    }

    @Test("every text that the suite accepts is read the same again", arguments: JSONVector.all)
    func suite(vector: JSONVector) throws {
        let reader = JSONReader()
        guard let value = try? reader.read(Base64.decode(vector.base64)) else { return }
        let text = Array(value.text.utf8)
        let again = try reader.read(text)
        #expect(again == value && Array(again.text.utf8) == text)
    }

    @Test("each character alone, as value and as name, comes back, and none but plain ones stand unescaped")
    func characters() throws {
        let few = Array(0...0x2ff) + Array(0x2000...0x20ff) + [0xd7ff, 0xe000, 0xfeff, 0xffff, 0x1_0000, 0x10_ffff]
        for scalar in few.compactMap({ Unicode.Scalar(UInt32($0)) }) {
            let character = String(scalar)
            let object = JSONObject([character: .string(character)])
            let again = try #require(try read(object.text).object?.members.first)
            #expect(again.name.utf8.elementsEqual(character.utf8))
            #expect(again.value.string?.utf8.elementsEqual(character.utf8) == true)
            let isSafe = object.text.unicodeScalars.allSatisfy { scalar in
                !(scalar < " " || "\u{7f}"..."\u{9f}" ~= scalar || "\u{2028}"..."\u{2029}" ~= scalar)
            }
            #expect(isSafe, "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test("objects are made from names and values, without those that are absent")
    func made() {
        let absent: JSONValue? = nil
        let object = JSONObject(["n": .number(JSONNumber(.min)), "no": absent, "s": .string("x"), "z": .null])
        #expect(object.text == #"{"n":-9223372036854775808,"s":"x","z":null}"#)
        #expect(object["n"]?.number?.int64 == .min && object["no"] == nil)
    }

    @Test("a member is set in its place, added last, or left out")
    func setting() {
        let object = JSONObject().setting("a", to: .null).setting("b", to: .bool(true))
        #expect(object.text == #"{"a":null,"b":true}"#)
        #expect(object.setting("a", to: .string("x")).text == #"{"a":"x","b":true}"#)
        #expect(object.setting("a", to: nil).text == #"{"b":true}"#)
        #expect(object.setting("c", to: nil) == object)
        // Another name, though the texts compare as equal.
        #expect(object.setting("\u{212A}", to: .null).setting("K", to: .null).members.count == 4)
    }
}
