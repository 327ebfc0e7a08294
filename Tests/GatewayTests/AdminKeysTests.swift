import Testing

@testable import userpool_gateway

@Suite("keys for administration") struct AdminKeysTests {
    private static let key = "0123456789abcdefghij"

    @Test("each key of the list is known, and nothing like it")
    func contains() throws {
        let keys = try #require(AdminKeys(text: "\(Self.key),\(Self.key)2"))
        for known in [Self.key, "\(Self.key)2"] { #expect(keys.contains(known.utf8)) }
        for unknown in ["", Self.key.dropLast().description, "\(Self.key),", "\(Self.key)3", Self.key.uppercased()] {
            #expect(!keys.contains(unknown.utf8))
        }
    }

    @Test("it shows no key")
    func secrecy() throws {
        let keys = try #require(AdminKeys(text: Self.key))
        #expect(!"\(keys)".contains(Self.key))
    }

    @Test(
        "what is no list of long keys is refused",
        arguments: [
            "", "short", "\(key),", ",\(key)", "\(key),short", "0123456789 abcdefghij", "0123456789abcdefghi\u{fc}",
        ]
    )
    func refused(_ text: String) {
        #expect(AdminKeys(text: text) == nil)
    }
}
