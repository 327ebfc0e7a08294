import ByteCoding
import Testing

@testable import CognitoJWT

@Suite("Key cache: age, outage, rotation", .timeLimit(.minutes(5))) struct KeyCacheAgeTests {
    private static let hour = Duration.seconds(3600)

    @Test("a first fetch that fails leaves nothing, and is repeated as the bucket allows")
    func firstFetchFails() async throws {
        let scene = try CacheScene()
        scene.cut()
        for second in 0..<10 {
            #expect(try await scene.outcome(after: .seconds(second)) == "keysUnavailable")
        }
        #expect(scene.fetches.count == 2)
        #expect(try await scene.outcome(after: .seconds(11)) == "keysUnavailable")
        #expect(scene.fetches.count == 3)
        try scene.publish([0])
        #expect(try await scene.outcome(after: .seconds(12)) == "keysUnavailable")
        #expect(scene.fetches.count == 3)
        #expect(try await scene.outcome(after: .seconds(21)) == "ok")
        #expect(scene.fetches.count == 4)
    }

    @Test("the message says where the keys were looked for and why they did not come, in one line")
    func message() async throws {
        struct Rambling: Error, CustomStringConvertible {
            let description = "first line\r\nsecond line \u{202E}" + String(repeating: "x", count: 1000)
        }
        let scene = try CacheScene { _ in throw Rambling() }
        let token = try scene.token()
        let error = await #expect(throws: JWTError.self) {
            try await scene.verifier.verify(token, keys: scene.cache, at: CacheScene.start)
        }
        let message = try #require(error?.message)
        #expect(message.contains(CacheScene.url) && message.contains("first line??second line"))
        #expect(message.utf8.count < 400 && message.utf8.allSatisfy { (0x20...0x7e).contains($0) })
    }

    @Test("in an outage known keys go on working; others are not unknown, but unavailable")
    func outage() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        scene.cut()
        #expect(try await scene.outcome(signedBy: 1, after: .seconds(60)) == "keysUnavailable")
        #expect(scene.fetches.count == 2)
        for number in 0..<100 {
            #expect(try await scene.outcome(keyID: "flood-\(number)", after: .seconds(60)) == "keysUnavailable")
            #expect(try await scene.outcome(after: .seconds(60)) == "ok")
        }
        #expect(scene.fetches.count == 3)
    }

    @Test("past one hour keys are fetched anew by one fetch in the background")
    func softAge() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        scene.fetches.answer(with: nil)
        #expect(try await scene.outcome(after: Self.hour - .milliseconds(1)) == "ok")
        #expect(scene.fetches.count == 1)
        for _ in 0..<100 { #expect(try await scene.outcome(after: Self.hour) == "ok") }
        #expect(scene.cache.activity.flights == 1)
        await scene.fetches.resolve(Result { try scene.document([0]) })
        await scene.untilLanded()
        for _ in 0..<100 { #expect(try await scene.outcome(after: Self.hour + .seconds(30)) == "ok") }
        #expect(scene.fetches.count == 2)
    }

    @Test("the age counts from when the fetch began, not from when it ended")
    func ageCountsFromTheBeginning() async throws {
        let scene = try CacheScene()
        let first = try scene.token()
        async let outcome = scene.outcome(of: first)
        await scene.untilWaiting(1)
        await scene.fetches.resolve(Result { try scene.document([0]) })
        #expect(await outcome == "ok")
        try scene.publish([0])
        #expect(try await scene.outcome(after: Self.hour - .seconds(1)) == "ok")
        await scene.untilLanded()
        #expect(scene.fetches.count == 1)
        #expect(try await scene.outcome(after: Self.hour) == "ok")
        await scene.untilLanded()
        #expect(scene.fetches.count == 2)
    }

    @Test("a refresh that fails keeps the last good keys, and is repeated as the bucket allows")
    func refreshFails() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        scene.cut()
        for second in 0..<30 {
            #expect(try await scene.outcome(after: Self.hour + .seconds(second)) == "ok")
            await scene.untilLanded()
        }
        // Two at once, and one each after ten and after twenty seconds.
        #expect(scene.fetches.count == 1 + 4)
        try scene.publish([0])
        #expect(try await scene.outcome(after: Self.hour * 2) == "ok")
        await scene.untilLanded()
        #expect(try await scene.outcome(after: Self.hour * 3 - .seconds(1)) == "ok")
        #expect(scene.fetches.count == 1 + 4 + 1)
    }

    @Test("past 24 hours without a fetch keys do not work any more, until one succeeds")
    func hardAge() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        scene.cut()
        #expect(try await scene.outcome(after: Self.hour * 24 - .milliseconds(1)) == "ok")
        await scene.untilLanded()
        #expect(scene.fetches.count == 2)
        #expect(try await scene.outcome(after: Self.hour * 24) == "keysUnavailable")
        #expect(scene.fetches.count == 3)
        #expect(scene.cache.keySets[CacheScene.url] == nil)
        try scene.publish([0])
        #expect(try await scene.outcome(after: Self.hour * 24 + .seconds(10)) == "ok")
        #expect(scene.fetches.count == 4)
    }

    @Test("past 24 hours keys do not work either for somebody who only looks at the snapshot")
    func hardAgeOfSnapshot() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        let keys = scene.cache.keySets
        let late = CacheScene.start.adding(Self.hour * 24)
        let token = try scene.token(at: late)
        #expect(throws: Never.self) { try scene.verifier.verify(token, keys: keys, at: late.adding(.milliseconds(-1))) }
        let error = #expect(throws: JWTError.self) { try scene.verifier.verify(token, keys: keys, at: late) }
        #expect(error?.code == .keysUnavailable)
    }

    @Test("a new key is found at once, and a key that was taken back is refused after that")
    func rotation() async throws {
        let scene = try CacheScene.publishing(0, 1)
        #expect(try await scene.outcome() == "ok")
        try scene.publish([1, 2])
        #expect(try await scene.outcome(after: .seconds(60)) == "ok")
        #expect(try await scene.outcome(signedBy: 2, after: .seconds(60)) == "ok")
        #expect(scene.fetches.count == 2)
        #expect(try await scene.outcome(signedBy: 1, after: .seconds(60)) == "ok")
        #expect(scene.fetches.count == 2)
        #expect(try await scene.outcome(after: .seconds(60)) == "unknownKey")
        #expect(scene.fetches.count == 3)
        #expect(scene.cache.keySets[CacheScene.url]?.usableKeys.count == 2)
    }

    @Test("a key that was taken back stops working by the refresh after an hour")
    func removedKey() async throws {
        let scene = try CacheScene.publishing(0, 1)
        #expect(try await scene.outcome() == "ok")
        try scene.publish([1])
        #expect(try await scene.outcome(after: Self.hour) == "ok")
        await scene.untilLanded()
        #expect(try await scene.outcome(after: Self.hour) == "unknownKey")
        #expect(try await scene.outcome(signedBy: 1, after: Self.hour) == "ok")
        #expect(scene.fetches.count == 3)
    }

    @Test(
        "a document that is no set of usable keys is a failed fetch, and the last good keys stay",
        arguments: ["twice", "", "{}", #"{"keys":[]}"#, #"{"keys":[{"kty":"EC","kid":"a"}]}"#, "<html></html>", "long"]
    )
    func badDocument(_ text: String) async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        let document: [UInt8]
        switch text {
        case "twice":
            let one = String(decoding: try scene.document([1]), as: UTF8.self)
            document = Array(one.replacing("{\"keys\":[", with: "{\"keys\":[\(one.dropFirst(9).dropLast(2)),").utf8)
        case "long": document = try scene.document([1]) + Array(repeating: UInt8(ascii: " "), count: 1 << 16)
        default: document = Array(text.utf8)
        }
        scene.fetches.answer { _ in document }
        #expect(try await scene.outcome(signedBy: 1, after: .seconds(60)) == "keysUnavailable")
        #expect(try await scene.outcome(after: .seconds(60)) == "ok")
        #expect(scene.fetches.count == 2)
        let cold = try CacheScene { _ in document }
        #expect(try await cold.outcome(signedBy: 1) == "keysUnavailable")
        #expect(cold.fetches.count == 1)
    }
}
