import ByteCoding
import Testing

@testable import CognitoJWT

@Suite("Key cache: who fetches", .timeLimit(.minutes(5))) struct KeyCacheTests {
    @Test("a hundred tokens at a cold start share one fetch")
    func coldStart() async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { await scene.outcome(of: token) } }
            await scene.untilWaiting(100)
            #expect(scene.fetches.count == 1)
            await scene.fetches.resolve(Result { try scene.document([0, 1]) })
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: "ok", count: 100))
        #expect(scene.fetches.urls == [CacheScene.url])
    }

    @Test("a hundred tokens at a cold start share one failure as well")
    func coldStartFails() async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { await scene.outcome(of: token) } }
            await scene.untilWaiting(100)
            await scene.fetches.resolve(.failure(HeldFetches.Outage()))
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: "keysUnavailable", count: 100))
        #expect(scene.fetches.count == 1)
    }

    @Test("a known key is not fetched again")
    func knownKey() async throws {
        let scene = try CacheScene.publishing(0, 1)
        for second in [0, 1, 60, 3599] {
            #expect(try await scene.outcome(after: .seconds(second)) == "ok")
            #expect(try await scene.outcome(signedBy: 1, after: .seconds(second)) == "ok")
        }
        #expect(scene.fetches.count == 1)
    }

    @Test("an unknown key is looked for once, and refused")
    func unknownKey() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        #expect(try await scene.outcome(keyID: "nobody") == "unknownKey")
        #expect(scene.fetches.count == 2)
        #expect(try await scene.outcome() == "ok")
        #expect(scene.fetches.count == 2)
    }

    @Test("an unknown key at a cold start takes one fetch, not two")
    func unknownKeyAtColdStart() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome(keyID: "nobody") == "unknownKey")
        #expect(scene.fetches.count == 1)
    }

    @Test("a thousand unknown keys cost what the bucket holds: two fetches")
    func flood() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        for number in 0..<1000 {
            #expect(try await scene.outcome(keyID: "flood-\(number)") == "unknownKey")
        }
        #expect(scene.fetches.count == 2)
        #expect(try await scene.outcome() == "ok")
    }

    @Test("a thousand unknown keys at once, from many tasks, cost no more")
    func concurrentFlood() async throws {
        let scene = try CacheScene.publishing(0)
        let tokens = try (0..<1000).map { try scene.token(keyID: "flood-\($0)") }
        let outcomes = await withTaskGroup(of: String.self) { group in
            for token in tokens { group.addTask { await scene.outcome(of: token) } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(outcomes == ["unknownKey"])
        #expect((1...2).contains(scene.fetches.count))
    }

    @Test("the bucket grows by one fetch in ten seconds, and holds two at most")
    func bucketGrows() async throws {
        let scene = try CacheScene.publishing(0)
        var counts: [Int] = []
        for milliseconds in [0, 1, 2, 9999, 10_000, 10_001, 19_999, 20_000, 20_001, 90_000, 90_001, 90_002] {
            #expect(try await scene.outcome(keyID: "nobody", after: .milliseconds(milliseconds)) == "unknownKey")
            counts.append(scene.fetches.count)
        }
        #expect(counts == [1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 6])
    }

    @Test("a token of an unknown issuer, or of bad shape, fetches nothing")
    func nothingToFetch() async throws {
        let scene = try CacheScene.publishing(0)
        let foreign = try scene.token(issuer: "https://evil.example/eu-west-1_Abc123456")
        #expect(await scene.outcome(of: foreign) == "issuer")
        #expect(await scene.outcome(of: String(try scene.token().dropFirst())) == "malformed")
        #expect(await scene.outcome(of: "") == "malformed")
        #expect(scene.fetches.count == 0)
    }

    @Test("a token that is only expired or forged is refused after the fetch, by its own code")
    func otherRefusals() async throws {
        let scene = try CacheScene.publishing(0)
        let expired = try scene.token(at: CacheScene.start.adding(.seconds(-7200)))
        #expect(await scene.outcome(of: expired) == "expired")
        let forged = try scene.token(signedBy: 1, keyID: scene.keyIDs[0])
        #expect(await scene.outcome(of: forged) == "signature")
        #expect(scene.fetches.count == 1)
    }

    @Test("two addresses have flights and buckets of their own")
    func twoAddresses() async throws {
        let other = "us-east-1_Def123456"
        let rules = [CacheScene.poolID, other].map { TokenRules(userPoolID: $0, use: .access, clients: .any) }
        let scene = try CacheScene(rules: rules)
        let issuer = "https://cognito-idp.us-east-1.amazonaws.com/\(other)"
        let tokens = [try scene.token(), try scene.token(signedBy: 1, issuer: issuer)]
        async let first = scene.outcome(of: tokens[0])
        async let second = scene.outcome(of: tokens[1])
        await scene.untilWaiting(2)
        #expect(scene.fetches.urls.sorted() == [CacheScene.url, "\(issuer)/.well-known/jwks.json"])
        await scene.fetches.resolve(.failure(HeldFetches.Outage()), of: CacheScene.url)
        #expect(await first == "keysUnavailable")
        await scene.fetches.resolve(Result { try scene.document([1]) }, of: "\(issuer)/.well-known/jwks.json")
        #expect(await second == "ok")
        try scene.publish([0])
        for number in 0..<10 { _ = try await scene.outcome(keyID: "flood-\(number)") }
        #expect(scene.fetches.count == 3)
        #expect(await scene.outcome(of: tokens[1]) == "ok")
        #expect(await scene.outcome(of: try scene.token(keyID: "nobody", issuer: issuer)) == "unknownKey")
        #expect(scene.fetches.count == 4)
    }

    @Test("a key of one pool is no key of another")
    func keysStayWithTheirPool() async throws {
        let other = "us-east-1_Def123456"
        let rules = [CacheScene.poolID, other].map { TokenRules(userPoolID: $0, use: .access, clients: .any) }
        let scene = try CacheScene(rules: rules)
        let documents = [try scene.document([0]), try scene.document([1])]
        scene.fetches.answer { documents[$0 == CacheScene.url ? 0 : 1] }
        let issuer = "https://cognito-idp.us-east-1.amazonaws.com/\(other)"
        #expect(try await scene.outcome() == "ok")
        #expect(await scene.outcome(of: try scene.token(signedBy: 1, issuer: issuer)) == "ok")
        #expect(await scene.outcome(of: try scene.token(issuer: issuer)) == "unknownKey")
    }
}
