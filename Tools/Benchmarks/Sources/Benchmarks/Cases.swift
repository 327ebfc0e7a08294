import BenchmarkSupport
import ByteCoding
import CognitoJWT
import Foundation
import JWTKitPeer

/// Makes every case of one fixture.
struct Cases {
    let raw: Case
    let verifyAccess: Case
    let verifyFromCache: Case
    /// Everything that is timed, the raw case first.
    let timed: [Case]
    /// What allocations are counted of.
    let refusals: [Case]

    static let ids = [
        "raw", "verify-access", "verify-id", "verify-cache", "verify-cached-sets", "jwt-kit", "refuse-first-byte",
        "refuse-length", "refuse-last-byte", "refuse-last-bits", "refuse-100MB", "refuse-signature",
    ]

    init(_ fixture: Fixture) async throws {
        let now = UnixTime(seconds: fixture.now)
        let verifier = try TokenVerifier(
            TokenRules(userPoolID: fixture.userPoolID, use: .either, clients: .anyOf([fixture.clientID]))
        )
        let set = try KeySet(json: Array(fixture.jwks.utf8))
        let keys = KeySets(Dictionary(uniqueKeysWithValues: verifier.keySetURLs.map { ($0, set) }))
        let cache = KeyCache { _ in throw Failure("nothing is fetched") }
        for url in verifier.keySetURLs { cache.preload(set, for: url, at: now) }

        func verify(_ id: String, _ title: String, _ token: String) -> Case {
            Case(
                id: id,
                title: title,
                body: .blocking { count in
                    for _ in 0..<count { _ = try verifier.verify(token, keys: keys, at: now) }
                }
            )
        }
        func refuse(_ id: String, _ title: String, _ text: String, _ code: JWTError.Code) -> Case {
            Case(
                id: id,
                title: title,
                body: .blocking { count in
                    for _ in 0..<count {
                        do throws(JWTError) {
                            _ = try verifier.verify(text, keys: keys, at: now)
                        } catch {
                            guard error.code == code else { throw Failure("\(id): \(error.code), not \(code)") }
                            continue
                        }
                        throw Failure("\(id): accepted")
                    }
                }
            )
        }

        let token = fixture.accessToken
        raw = Self.raw(try RawVerification(fixture, token: token))
        verifyAccess = verify("verify-access", "our verify, access token, \(token.utf8.count) bytes", token)
        verifyFromCache = Case(
            id: "verify-cached-sets",
            title: "  with the sets that a cache has now",
            body: .blocking { count in
                for _ in 0..<count { _ = try verifier.verify(token, keys: cache.keySets, at: now) }
            }
        )
        let waiting = Case(
            id: "verify-cache",
            title: "  with a cache, which fetches when it must",
            body: .waiting { count in
                for _ in 0..<count { _ = try await verifier.verify(token, keys: cache, at: now) }
            }
        )
        refusals = [
            refuse("refuse-first-byte", "our refusal, bad at its first byte", Damage.firstByte(token), .malformed),
            refuse("refuse-length", "our refusal, one byte over the limit", Damage.tooLong(fixture), .tooLarge),
            refuse("refuse-last-byte", "our refusal, last byte of 16 KiB", Damage.lastByte(fixture), .malformed),
            refuse("refuse-last-bits", "our refusal, last bits of 16 KiB", Damage.lastBits(fixture), .malformed),
            refuse("refuse-100MB", "our refusal, a text of 100 MB", Damage.huge(token), .tooLarge),
        ]
        timed =
            [
                raw, verifyAccess, verifyFromCache, waiting,
                verify("verify-id", "our verify, ID token, \(fixture.idToken.utf8.count) bytes", fixture.idToken),
                try await Self.jwtKit(fixture),
                refuse("refuse-signature", "our refusal, wrong signature", Damage.signature(token), .signature),
            ] + refusals
    }

    private static func raw(_ verification: RawVerification) -> Case {
        Case(
            id: "raw",
            title: "OpenSSL alone, EVP_DigestVerify",
            body: .blocking { count in
                for _ in 0..<count { try verification() }
            }
        )
    }

    private static func jwtKit(_ fixture: Fixture) async throws -> Case {
        let peer = try await JWTKitPeer(jwks: fixture.jwks)
        let now = Date(timeIntervalSince1970: TimeInterval(fixture.now))
        let (token, issuer, clientID) = (fixture.accessToken, fixture.issuer, fixture.clientID)
        return Case(
            id: "jwt-kit",
            title: "jwt-kit, the same access token",
            body: .waiting { count in
                for _ in 0..<count { _ = try await peer.verify(token, issuer: issuer, clientID: clientID, at: now) }
            }
        )
    }
}

/// Texts that are no good tokens.
enum Damage {
    static func firstByte(_ token: String) -> String { "*" + token.dropFirst() }

    static func tooLong(_ fixture: Fixture) -> String {
        fixture.longToken
            + String(repeating: "A", count: UnverifiedToken.maximumByteCount + 1 - fixture.longToken.utf8.count)
    }

    static func lastByte(_ fixture: Fixture) -> String { fixture.longToken.dropLast() + "*" }

    /// The last character of a signature of 256 bytes holds two bits; `B` has others.
    static func lastBits(_ fixture: Fixture) -> String { fixture.longToken.dropLast() + "B" }

    static func signature(_ token: String) -> String {
        let place = token.index(token.endIndex, offsetBy: -100)
        return token[..<place] + (token[place] == "A" ? "B" : "A") + token[token.index(after: place)...]
    }

    static func huge(_ token: String) -> String {
        token + String(decoding: [UInt8](repeating: UInt8(ascii: "A"), count: 100_000_000), as: UTF8.self)
    }
}
