import ByteCoding
import CognitoJWT
import CognitoJWTSigning
import CryptoPrimitives
import FuzzSupport

/// A header and claims that a pool's key did sign are accepted if, and only if, a second and simpler look finds them right.
///
/// The input is the payload, or header and payload with a NUL between them, which JSON never has.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { input in
        let parts = copy(input).split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
        let (header, payload) = parts.count == 2 ? (parts[0], parts[1]) : (Pool.header, parts[0])
        guard let token = try? Pool.shared.key.sign(header: header, payload: payload) else {
            fatalError("any bytes can be signed")
        }
        let text = String(decoding: token, as: UTF8.self)
        let expected = token.count <= 16_384 && isRight(header: header) && isRight(payload: payload)
        do throws(JWTError) {
            let verified = try Pool.shared.verifier.verify(text, keys: Pool.shared.keys, at: Pool.now)
            require(expected, "a token that is not right is accepted")
            require(
                verified.keyID == Pool.keyID && verified.userPoolID == Pool.id,
                "the pool and the key are the signer's"
            )
        } catch {
            require(!expected, "a token that is right is refused")
            requireRefusal(error, codes: tokenCodes)
            require(error.code != .signature, "the signature of the pool's own key is right")
        }
    }
}

/// A pool with one key, made at start: inputs do not depend on it.
private struct Pool: Sendable {
    static let id = "us-east-1_TestPool1"
    static let keyID = "fuzz"
    static let header = Array(#"{"kid":"fuzz","alg":"RS256"}"#.utf8)
    static let now = UnixTime(seconds: 1_767_225_600)
    static let shared = Pool()

    let key: SigningKey
    let verifier: TokenVerifier
    let keys: KeySets

    private init() {
        var rules = TokenRules(userPoolID: Self.id, use: .either, clients: .anyOf(["client-1", "client-2"]))
        rules.groupsAllOf = ["admins"]
        rules.leeway = .seconds(10)
        rules.maximumAuthenticationAge = .seconds(3600)
        guard let key = try? SigningKey.generate(), let verifier = try? TokenVerifier(rules) else {
            fatalError("no key or no verifier")
        }
        let (n, e) = (Base64URL.encode(key.publicKey.modulus), Base64URL.encode(key.publicKey.exponent))
        let document = #"{"keys":[{"kid":"fuzz","kty":"RSA","alg":"RS256","use":"sig","n":"\#(n)","e":"\#(e)"}]}"#
        guard let set = try? KeySet(json: Array(document.utf8)) else { fatalError("no key set") }
        keys = KeySets(Dictionary(uniqueKeysWithValues: verifier.keySetURLs.map { ($0, set) }))
        (self.key, self.verifier) = (key, verifier)
    }
}

private func object(_ json: [UInt8]) -> JSONObject? {
    (try? JSONReader(maximumByteCount: 16_384).read(json))?.object
}

private func isText(_ value: JSONValue?, anyOf texts: [String]) -> Bool {
    guard let text = value?.string else { return false }
    return texts.contains { $0.utf8.elementsEqual(text.utf8) }
}

/// What RFC 7515 lets a header say to a verifier that knows RS256 alone.
private func isRight(header json: [UInt8]) -> Bool {
    guard json.count <= 2048, let header = object(json) else { return false }
    let known = ["crit", "b64", "zip", "enc", "cty", "jku", "jwk", "x5u", "x5c"]
    let types = ["JWT", "jwt", "Jwt", "jWt", "jwT", "JWt", "JwT", "jWT"]
    return isText(header["alg"], anyOf: ["RS256"]) && isText(header["kid"], anyOf: [Pool.keyID])
        && known.allSatisfy { header[$0] == nil } && (header["typ"] == nil || isText(header["typ"], anyOf: types))
}

/// What the rules of the pool above ask for.
private func isRight(payload json: [UInt8]) -> Bool {
    guard let claims = object(json) else { return false }
    guard isText(claims["iss"], anyOf: ["https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TestPool1"]),
        claims["sub"]?.string != nil,
        ["jti", "origin_jti"].allSatisfy({ claims[$0] == nil || claims[$0]?.string != nil })
    else {
        return false
    }
    let isAccess = isText(claims["token_use"], anyOf: ["access"])
    guard isAccess || isText(claims["token_use"], anyOf: ["id"]),
        isText(claims[isAccess ? "client_id" : "aud"], anyOf: ["client-1", "client-2"]),
        let groups = claims["cognito:groups"]?.array, groups.allSatisfy({ $0.string != nil }),
        groups.contains(where: { isText($0, anyOf: ["admins"]) })
    else {
        return false
    }
    return areTimesRight(claims)
}

/// Times in milliseconds, so that this look shares no comparison with the room.
private func areTimesRight(_ claims: JSONObject) -> Bool {
    let (now, leeway, year10000) = (Pool.now.seconds * 1000, Int64(10_000), Int64(253_402_300_800))
    func time(_ name: String) -> Int64? {
        guard let moment = claims[name]?.number?.unixTime, moment.seconds < year10000 else { return nil }
        return max(moment.seconds, -year10000) * 1000 + Int64(moment.milliseconds)
    }
    guard let expires = time("exp"), let issued = time("iat"), let signedIn = time("auth_time") else { return false }
    if claims["nbf"] != nil {
        guard let notBefore = time("nbf"), notBefore <= now + leeway else { return false }
    }
    return now < expires + leeway && issued <= now + leeway && signedIn <= now + leeway
        && now <= signedIn + 3_600_000 + leeway
}
