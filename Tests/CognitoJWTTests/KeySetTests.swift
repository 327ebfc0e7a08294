import ByteCoding
import CognitoJWT
import CognitoJWTSigning
import Testing

@Suite("Key sets") struct KeySetTests {
    @Test("keys of the service's form, and others beside them")
    func mixed() throws {
        let key = try TokenFactory.key.get()
        let set = try KeySet(json: document([member(of: key), #"{"kty":"oct","kid":"h","k":"AA"}"#, "7"]))
        #expect(set.usableKeys.map(\.keyID) == [key.keyID])
        #expect(set.usableKeys.map(\.bitCount) == [2048])
        #expect(set.unusableKeys.map(\.position) == [1, 2])
        #expect(set.unusableKeys.map(\.keyID) == ["h", nil])
        #expect(set.unusableKeys.map(\.isPrivate) == [true, false])
    }

    @Test("a key that says only what it must")
    func bare() throws {
        let text = try member(of: TokenFactory.key.get()).replacing(#""alg":"RS256","#, with: "")
            .replacing(#","use":"sig""#, with: "")
        #expect(try KeySet(json: document([text])).usableKeys.count == 1)
        let verifying = text.replacing("{", with: #"{"key_ops":["verify"],"#)
        #expect(try KeySet(json: document([verifying])).usableKeys.count == 1)
        for operations in [#"["sign"]"#, #"["verify","sign"]"#, "[]", #""verify""#, "null"] {
            let other = text.replacing("{", with: #"{"key_ops":\#(operations),"#)
            #expect(try KeySet(json: document([other])).usableKeys.isEmpty, "\(operations)")
        }
    }

    @Test("a key that publishes its private half", arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func privateMembers(name: String) throws {
        let text = try member(of: TokenFactory.key.get()).replacing("{", with: #"{"\#(name)":"AQ","#)
        let set = try KeySet(json: document([text]))
        #expect(set.usableKeys.isEmpty && set.unusableKeys.first?.isPrivate == true)
        #expect(set.unusableKeys.first?.reason.contains("AQ") == false)
    }

    @Test("two keys with one id make the set unusable, even if one of them is")
    func duplicates() throws {
        let text = try member(of: TokenFactory.key.get())
        for other in [text, text.replacing("RSA", with: "EC")] {
            let error = #expect(throws: JWTError.self) { try KeySet(json: document([text, other])) }
            #expect(error?.code == .invalidKeySet)
        }
    }

    @Test("as many keys and bytes as are allowed, and one more")
    func limits() throws {
        let numbers = (0..<KeySet.maximumKeyCount).map(String.init)
        #expect(try KeySet(json: document(numbers)).unusableKeys.count == 64)
        #expect(throws: JWTError.self) { try KeySet(json: document(numbers + ["7"])) }
        let filling = KeySet.maximumByteCount - document([]).count
        #expect(try KeySet(json: document([]) + Array(repeating: 0x20, count: filling)).usableKeys.isEmpty)
        #expect(throws: JWTError.self) { try KeySet(json: document([]) + Array(repeating: 0x20, count: filling + 1)) }
    }

    @Test(
        "an id that a header could not have",
        arguments: ["", " ", "a b", "ä", "\\u0007", String(repeating: "a", count: 129)]
    )
    func keyIDs(text: String) throws {
        let key = try TokenFactory.key.get()
        let other = try member(of: key).replacing(key.keyID, with: text)
        #expect(try KeySet(json: document([other])).usableKeys.isEmpty)
    }

    private func document(_ elements: [String]) -> [UInt8] {
        Array(#"{"keys":[\#(elements.joined(separator: ","))]}"#.utf8)
    }

    /// One key as the signing room writes it.
    private func member(of key: SigningKey) throws -> String {
        let text = String(decoding: try JSONWebKeySet([key]).json, as: UTF8.self)
        return String(text.dropFirst(#"{"keys":["#.count).dropLast(2))
    }
}
