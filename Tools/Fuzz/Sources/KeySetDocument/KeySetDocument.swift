import ByteCoding
import CognitoJWT
import FuzzSupport

/// A key set that is read holds usable keys only, by a second and simpler look at the document.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        let document = copy(input)
        let set: KeySet
        do throws(JWTError) {
            set = try KeySet(json: document)
        } catch {
            requireRefusal(error, codes: [.invalidKeySet])
            return
        }
        require(document.count <= 65_536, "a longer document is refused")
        let reader = JSONReader(maximumByteCount: .max, maximumDepth: 32, maximumNameCount: .max)
        guard let elements = (try? reader.read(document))?.object?["keys"]?.array else {
            fatalError("a key set is a JSON object with an array of keys")
        }
        check(set, against: elements)
        checkAgain(set, of: document)
    }
}

private func check(_ set: KeySet, against elements: [JSONValue]) {
    require(elements.count <= 64, "more keys are refused")
    let positions = set.usableKeys.map(\.position) + set.unusableKeys.map(\.position)
    require(positions.sorted() == Array(elements.indices), "each key is either usable or not")
    for key in set.usableKeys {
        guard let members = elements[key.position].object else { fatalError("a usable key is an object") }
        checkUsable(key, members)
    }
    for key in set.unusableKeys {
        require(!key.reason.isEmpty && key.reason.utf8.count < 200, "a key that is left out has a short reason")
        require(key.reason.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "a reason is one line of ASCII")
        let isPrivate = privateNames.contains { elements[key.position].object?[$0] != nil }
        require(key.isPrivate == isPrivate, "a private key is called one")
    }
    let ids = set.usableKeys.map(\.keyID) + set.unusableKeys.compactMap(\.keyID)
    require(Set(ids).count == ids.count, "two keys with one id make the set an error")
}

private let privateNames = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

private func checkUsable(_ key: KeySet.UsableKey, _ members: JSONObject) {
    func isText(_ text: String, at name: String) -> Bool {
        members[name]?.string.map { $0.utf8.elementsEqual(text.utf8) } ?? false
    }
    require(isText(key.keyID, at: "kid"), "a usable key has its own id")
    require((1...128).contains(key.keyID.utf8.count), "an id has a sane length")
    require(key.keyID.utf8.allSatisfy { (0x21...0x7e).contains($0) }, "an id is printable ASCII")
    require(isText("RSA", at: "kty"), "a usable key is an RSA key")
    require(members["use"] == nil || isText("sig", at: "use"), "a usable key is for signatures")
    require(members["alg"] == nil || isText("RS256", at: "alg"), "a usable key is for RS256")
    require(privateNames.allSatisfy { members[$0] == nil }, "a usable key has no private part")

    guard let n = members["n"]?.string.flatMap({ try? Base64URL.decode($0) }).map({ Array($0.drop { $0 == 0 }) }),
        let e = members["e"]?.string.flatMap({ try? Base64URL.decode($0) }).map({ Array($0.drop { $0 == 0 }) }),
        let top = n.first
    else {
        fatalError("the numbers of a usable key are canonical base64url")
    }
    require(key.bitCount == n.count * 8 - top.leadingZeroBitCount, "the size is that of the modulus")
    require((2048...8192).contains(key.bitCount), "a modulus has from 2048 to 8192 bits")
    require(n.last.map { $0 & 1 } == 1, "a modulus is odd")
    require(e.last.map { $0 & 1 } == 1, "an exponent is odd")
    require(
        (3...8).contains(e.count) && (e.count > 3 || e != [0, 0, 1]),
        "an exponent is above 65536 and has 64 bits at most"
    )
}

/// White space around a document changes nothing.
private func checkAgain(_ set: KeySet, of document: [UInt8]) {
    guard document.count <= 65_534 else { return }
    guard let again = try? KeySet(json: [0x0a] + document + [0x20]) else {
        fatalError("a document with white space around it is read")
    }
    require(again.usableKeys == set.usableKeys, "the same document has the same usable keys")
    require(again.unusableKeys == set.unusableKeys, "the same document has the same unusable keys")
}
