public import ByteCoding
public import CognitoJWT
import Foundation

/// The corpus that the tests of the token room run: tokens with verdicts, and the keys that signed them.
///
/// The private keys are gone, so whoever finds another token that verifies has found a fault.
public struct TokenCorpus: Sendable {
    /// The time that the verdicts are for.
    public let now: UnixTime
    /// Every token that is right under some rules, or could be under looser ones: its shape and signature are right.
    private let signed: Set<[UInt8]>
    /// Every token that is refused under the rules that the corpus calls `access`.
    private let refusedForAccess: Set<[UInt8]>

    private let jwks: JSONObject

    /// The corpus of this checkout.
    public static let shared = TokenCorpus()

    private init() {
        let object = readVectors("CognitoJWTTests/Vectors/cognito_token_corpus.json")
        guard let seconds = object["now"]?.number?.int64, let cases = object["cases"]?.array,
            let jwks = object["jwks"]?.object
        else {
            fatalError("the corpus has another shape")
        }
        // What looser rules than those of the case may forgive.
        let forgivable: Set = [
            "client", "expired", "groups", "issuer", "notYetValid", "scope", "tokenUse", "tooOld", "unknownKey",
        ]
        var signed: Set<[UInt8]> = []
        var refusedForAccess: Set<[UInt8]> = []
        for test in cases {
            guard let token = test.object?["token"]?.string, let expect = test.object?["expect"]?.string,
                let config = test.object?["config"]?.string
            else {
                fatalError("a case of the corpus has another shape")
            }
            let reasons = test.object?["reason"]?.string?.split(separator: "|").map(String.init) ?? []
            if expect == "reject", config == "access" { refusedForAccess.insert(Array(token.utf8)) }
            if expect == "accept" || !forgivable.isDisjoint(with: reasons) { signed.insert(Array(token.utf8)) }
        }
        require(!signed.isSubset(of: refusedForAccess), "the corpus has tokens of all kinds")
        now = UnixTime(seconds: seconds)
        (self.signed, self.refusedForAccess, self.jwks) = (signed, refusedForAccess, jwks)
    }

    /// What the corpus says about a token.
    ///
    /// - Parameter token: The text.
    /// - Returns: Whether a pool's key did sign it, and whether the rules called `access` refuse it.
    public func verdict(on token: [UInt8]) -> (isSigned: Bool, isRefusedForAccess: Bool) {
        (signed.contains(token), refusedForAccess.contains(token))
    }

    /// Each pool's keys at every address where a verifier looks for them.
    ///
    /// - Parameter verifier: The verifier.
    /// - Returns: The key sets.
    public func keySets(for verifier: TokenVerifier) -> KeySets {
        var sets: [String: KeySet] = [:]
        for member in jwks.members {
            guard let set = try? KeySet(json: Array(member.value.text.utf8)) else {
                fatalError("a key set of the corpus is refused")
            }
            for url in verifier.keySetURLs(ofPool: member.name) { sets[url] = set }
        }
        require(sets.count == verifier.keySetURLs.count, "every issuer has its keys")
        return KeySets(sets)
    }
}

/// Reads a vectors file of the tests, which lie beside this package.
private func readVectors(_ path: String) -> JSONObject {
    let top = URL(filePath: #filePath).appending(path: "../../../../..").standardizedFileURL
    guard let data = try? Data(contentsOf: top.appending(path: "Tests/\(path)")),
        let object = try? JSONReader(maximumByteCount: .max, maximumNameCount: .max).read(Array(data)).object
    else {
        fatalError("Tests/\(path) cannot be read")
    }
    return object
}
