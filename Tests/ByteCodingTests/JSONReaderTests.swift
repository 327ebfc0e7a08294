import ByteCoding
import Testing

@Suite("Strict JSON reader") struct JSONReaderTests {
    @Test("gives every file of JSONTestSuite its verdict", arguments: JSONVector.all)
    func suite(vector: JSONVector) throws {
        let bytes = try Base64.decode(vector.base64)
        #expect(vector.isMet(by: bytes), "owed: \(vector.verdict)")
    }

    @Test("the suite is all there, and each choice that it leaves is made")
    func complete() {
        #expect(JSONVector.all.count == 316)
        let choices = Set(JSONVector.all.filter { $0.expect == "either" }.map(\.name))
        #expect(choices.count == 35 && choices.isSubset(of: JSONVector.decidedNames))
    }

    @Test("a text that is broken on purpose no longer meets its verdict", arguments: JSONVector.all)
    func mutated(vector: JSONVector) throws {
        guard vector.verdict == .accept else { return }
        #expect(!vector.isMet(by: try Base64.decode(vector.base64) + [UInt8(ascii: "]")]))
    }

    @Test("deep nesting is refused at the limit, however long it is", arguments: ["[", "[{\"\":"])
    func openings(opening: String) {
        let text = Array(String(repeating: opening, count: opening == "[" ? 100_000 : 50_000).utf8)
        for limit in [32, .max] {
            let reader = JSONReader(maximumByteCount: .max, maximumDepth: limit, maximumNameCount: .max)
            let error = #expect(throws: ByteCodingError.self) { try reader.read(text) }
            #expect(error?.code == .limitExceeded)
        }
    }

    @Test("each limit is kept to the byte, level and name")
    func limits() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        func named(_ count: Int) -> [UInt8] {
            Array("{\((0..<count).map { "\"\($0)\":[{}]" }.joined(separator: ","))}".utf8)
        }
        let accepted: [(JSONReader, [UInt8])] = [
            (JSONReader(), nested(32)), (JSONReader(maximumByteCount: 4), Array("1234".utf8)),
            (JSONReader(), named(512)), (JSONReader(maximumDepth: 0), Array("1".utf8)),
            (JSONReader(maximumDepth: 512), nested(512)),
        ]
        let refused: [(JSONReader, [UInt8])] = [
            (JSONReader(), nested(33)), (JSONReader(maximumByteCount: 4), Array("12345".utf8)),
            (JSONReader(), named(513)), (JSONReader(maximumDepth: 0), Array("[]".utf8)),
            (JSONReader(maximumDepth: 513), nested(513)), (JSONReader(maximumNameCount: -1), named(1)),
        ]
        for (reader, text) in accepted { #expect(throws: Never.self) { try reader.read(text) } }
        for (reader, text) in refused {
            let error = #expect(throws: ByteCodingError.self) { try reader.read(text) }
            #expect(error?.code == .limitExceeded)
        }
    }

    @Test(
        "a name that stands twice is refused, at any depth and however it is spelled",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"[[{"x":{"b":1,"c":2,"b":3}}]]"#, #"{"":1,"":2}"#,
            #"{"/":1,"\/":2}"#, #"{"😀":1,"\ud83d\ude00":2}"#,
            "{" + (0..<40).map { #""n\#($0)":0"# }.joined(separator: ",") + #","n39":1}"#,
            "{" + (0..<40).map { #""n\#($0)":0"# }.joined(separator: ",") + #","n0":1}"#,
        ]
    )
    func duplicates(text: String) {
        let error = #expect(throws: ByteCodingError.self) { try JSONReader().read(Array(text.utf8)) }
        #expect(error?.code == .duplicateName)
    }

    @Test("names that only look alike are two names, and looked up byte for byte")
    func lookalikes() throws {
        let text = "{\"\u{e9}\":1,\"e\u{301}\":2,\"K\":3,\"\u{212a}\":4}"
        let object = try #require(try JSONReader().read(Array(text.utf8)).object)
        #expect(object.members.count == 4)
        #expect(object["e\u{301}"]?.number?.int64 == 2 && object["\u{212a}"]?.number?.int64 == 4)
        #expect(object["K"]?.number?.int64 == 3 && object["k"] == nil)
    }

    @Test("values come out as they were written")
    func values() throws {
        let text =
            #" { "s" : "a\"\\\/\b\f\n\r\tA\u00e9\u20ac\ud83d\ude00é€😀" , "a":[true,false,null,-0.5E+2,[]] ,"o":{}} "#
        let object = try #require(try JSONReader().read(Array(text.utf8)).object)
        #expect(object.members.map(\.name) == ["s", "a", "o"])
        #expect(object["s"]?.string == "a\"\\/\u{8}\u{c}\n\r\tAé€😀é€😀")
        let array = try #require(object["a"]?.array)
        #expect(array[0].bool == true && array[1].bool == false && array[2].isNull)
        #expect(array[3].number?.text == "-0.5E+2" && array[4].array?.isEmpty == true)
        #expect(object["o"]?.object?.members.isEmpty == true && object["missing"] == nil)
        #expect(array[0].string == nil && array[0].number == nil && array[0].object == nil)
    }

    @Test(
        "an error says where",
        arguments: [
            ("[1,]", 3), ("{\"a\":tru}", 5), ("[1]x", 3), ("", 0), ("\"ab", 3), ("[\"\u{1}\"]", 2), ("[01]", 2),
        ]
    )
    func offsets(text: String, offset: Int) {
        let error = #expect(throws: ByteCodingError.self) { try JSONReader().read(Array(text.utf8)) }
        #expect(error?.offset == offset && error?.code == .malformedJSON)
    }

    @Test("no cut and no single changed byte of a text brings the reader down")
    func mutations() {
        let text = Array(#"{"iss":"https://a/é","exp":1.5e9,"g":["a",null,true],"s":"\ud83d\ude00\n"}"#.utf8)
        let reader = JSONReader()
        for position in text.indices {
            _ = try? reader.read(Array(text[..<position]))
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[position] = byte
                _ = try? reader.read(changed)
            }
        }
    }
}
