import ByteCoding
import CognitoWire
import Testing

@Suite("AWS JSON 1.1 coding") struct WireCoderTests {
    struct Item: Codable, Equatable {
        var name: String
        var created: UnixTime?
        var blob: WireBlob?
        var tags: [String: String]?
        var list: [String]?

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case created = "Created"
            case blob = "Blob"
            case tags = "Tags"
            case list = "List"
        }
    }

    private func decode(_ json: String) throws(WireError) -> Item {
        try WireCoder().decode(Item.self, from: Array(json.utf8))
    }

    @Test("an unknown member is skipped, null counts as absent")
    func lenient() throws {
        let item = try decode(
            #"{"Name":"a","Created":null,"Future":{"x":[1]},"Tags":{"k":null,"l":"m"},"List":["a",null]}"#
        )
        #expect(item == Item(name: "a", tags: ["l": "m"], list: ["a"]))
    }

    @Test("times are numbers of seconds", arguments: [("1700000000", 0), ("1.7E9", 0), ("1700000000.123", 123)])
    func times(text: String, milliseconds: Int) throws {
        let time = UnixTime(seconds: 1_700_000_000, milliseconds: milliseconds)
        #expect(try decode(#"{"Name":"a","Created":\#(text)}"#).created == time)
    }

    @Test(
        "what is wrong is named with its place",
        arguments: [
            ("", WireError.Code.missingMember, "Name"),
            (#"{"Name":null}"#, .missingMember, "Name"),
            (#"{"Name":1}"#, .typeMismatch, "Name"),
            (#"{"Name":"a","List":["a",2]}"#, .typeMismatch, "List[1]"),
            (#"{"Name":"a","Created":1e300}"#, .invalidValue, "Created"),
            (#"{"Name":"a","Created":"2026"}"#, .typeMismatch, "Created"),
            (#"{"Name":"a","Blob":"%"}"#, .invalidValue, "Blob"),
            ("<html>", .notJSON, ""), ("[]", .notJSON, ""), ("\"a\"", .notJSON, ""),
        ]
    )
    func refused(json: String, code: WireError.Code, path: String) {
        let error = #expect(throws: WireError.self) { try decode(json) }
        #expect(error?.code == code)
        #expect(error?.path == path)
    }

    @Test("what is encoded is sorted and reads back")
    func encode() throws {
        let item = Item(name: "a/b", created: UnixTime(seconds: 5, milliseconds: 250), blob: WireBlob([1, 2, 255]))
        let bytes = try WireCoder().encode(item)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"Blob":"AQL/","Created":5.25,"Name":"a/b"}"#)
        #expect(try WireCoder().decode(Item.self, from: bytes) == item)
    }

    @Test("a number without JSON form is an error")
    func notEncodable() {
        let error = #expect(throws: WireError.self) { try WireCoder().encode(["a": Double.nan]) }
        #expect(error?.code == .notEncodable)
    }
}
