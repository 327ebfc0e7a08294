import AppSupport
import ByteCoding
import CognitoWire
import HTTPTransportTesting
import Testing
import UserPoolKit

@testable import userpool_gateway

@Suite("challenge tokens") struct ChallengeTokenTests {
    private func token(from bench: GatewayBench) async throws -> String {
        let answer = try await bench.post("/v1/sessions", #"{"username":"alice","password":"x"}"#)
        return try #require(answer("challenge", "token"))
    }

    private func answer(_ token: String, at bench: GatewayBench) async throws -> Answer {
        try await bench.post("/v1/sessions/challenge", #"{"token":"\#(token)","code":"123456"}"#)
    }

    @Test("no bit can be changed")
    func tampering() async throws {
        let sealed = try Base64URL.decode(try await token(from: GatewayBench([Upstream.smsCode])))
        let sealer = try GatewayBench().gateway.sealer
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            let text = Base64URL.encode(changed)
            let error = #expect(throws: Problem.self) { try sealer.open(text, at: Upstream.now) }
            // A change in the key's id names a key that is not there.
            #expect([.challengeMismatch, .challengeExpired].contains(error?.code))
        }
        for count in 0..<sealed.count {
            let text = Base64URL.encode(Array(sealed.prefix(count)))
            #expect(throws: Problem.self) { try sealer.open(text, at: Upstream.now) }
        }
        let opened = try sealer.open(Base64URL.encode(sealed), at: Upstream.now)
        #expect(opened.name == .smsMFA)
    }

    @Test("a changed token is a mismatch with a pointer")
    func tamperedRequest() async throws {
        var sealed = try Base64URL.decode(try await token(from: GatewayBench([Upstream.smsCode])))
        sealed[sealed.count - 1] ^= 0x80
        let answer = try await answer(Base64URL.encode(sealed), at: GatewayBench())
        #expect(answer.status == 422)
        #expect(answer("code") == "challengeMismatch")
        #expect(answer.faults == ["/token invalid"])
    }

    @Test("a token sealed with a key that nobody knows any more has expired")
    func foreignKey() async throws {
        let token = try await token(from: GatewayBench([Upstream.smsCode]))
        let answer = try await answer(token, at: GatewayBench(sealKeys: "old:\(GatewayBench.oldKey)"))
        #expect(answer.status == 401)
        #expect(answer("code") == "challengeExpired")
    }

    @Test("a token sealed with another key of the same name is a mismatch")
    func sameNameOtherKey() async throws {
        let token = try await token(from: GatewayBench([Upstream.smsCode]))
        let answer = try await answer(token, at: GatewayBench(sealKeys: "new:\(GatewayBench.oldKey)"))
        #expect(answer("code") == "challengeMismatch")
    }

    @Test("a token is good for its app client only")
    func otherClient() async throws {
        let token = try await token(from: GatewayBench([Upstream.smsCode]))
        let answer = try await answer(token, at: GatewayBench(clientID: "another2client"))
        #expect(answer("code") == "challengeMismatch")
    }

    @Test("three minutes, and no moment more", arguments: [(179, nil), (180, "challengeExpired")] as [(Int, String?)])
    func expiry(age: Int, code: String?) async throws {
        let token = try await token(from: GatewayBench([Upstream.smsCode]))
        let bench = try GatewayBench([Upstream.signedIn], now: Upstream.now.adding(.seconds(age)))
        let answer = try await answer(token, at: bench)
        #expect(answer("code") == code)
        #expect((answer("status") == "signedIn") == (code == nil))
    }

    @Test("two tokens of one challenge differ, and neither shows what it holds")
    func opacity() async throws {
        let bench = try GatewayBench([Upstream.smsCode, Upstream.smsCode])
        let (first, second) = (try await token(from: bench), try await token(from: bench))
        #expect(first != second)
        for token in [first, second] {
            let bytes = String(decoding: try Base64URL.decode(token), as: UTF8.self)
            #expect(!bytes.contains("alice") && !bytes.contains("session"))
        }
    }

    @Test(
        "keys that cannot be used",
        arguments: [
            "", "a", "a:", "a:AAAA", ":\(GatewayBench.oldKey)", "a b:\(GatewayBench.oldKey)",
            "a:\(GatewayBench.oldKey),a:\(GatewayBench.oldKey)", "a:\(GatewayBench.oldKey),",
            "12345678901234567:\(GatewayBench.oldKey)",
        ]
    )
    func badKeys(_ text: String) {
        #expect(SealKeys(text: text) == nil)
    }

    @Test("the first key seals and all of them can be found")
    func goodKeys() throws {
        let keys = try #require(SealKeys(text: GatewayBench.sealKeys))
        #expect(keys.first.id == "new")
        #expect(keys["new"] != nil && keys["old"] != nil && keys["other"] == nil)
    }
}
