import ByteCoding
import Testing

@testable import CognitoJWT

@Suite("Key cache: preloading, readiness, synchronous use", .timeLimit(.minutes(5))) struct KeyCacheLoadingTests {
    private static let hour = Duration.seconds(3600)
    private static let updatedURL =
        "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123456/.well-known/jwks.json"

    /// A pool with both shapes of issuers.
    private func bothForms() throws -> CacheScene {
        var rules = TokenRules(userPoolID: CacheScene.poolID, use: .access, clients: .any)
        rules.issuers = .service([.original, .updated])
        return try CacheScene(rules: [rules])
    }

    @Test("preloaded keys need no fetch")
    func preload() async throws {
        let scene = try CacheScene()
        scene.cut()
        try scene.cache.preload(json: scene.document([0]), for: CacheScene.url, at: CacheScene.start)
        #expect(try await scene.outcome() == "ok")
        #expect(try await scene.outcome(after: Self.hour - .seconds(1)) == "ok")
        #expect(scene.fetches.count == 0)
    }

    @Test("preloaded keys age like fetched ones")
    func preloadAges() async throws {
        let scene = try CacheScene()
        scene.cut()
        scene.cache.preload(try KeySet(json: scene.document([0])), for: CacheScene.url, at: CacheScene.start)
        #expect(try await scene.outcome(after: Self.hour) == "ok")
        await scene.untilLanded()
        #expect(scene.fetches.count == 1)
        #expect(try await scene.outcome(after: Self.hour * 24) == "keysUnavailable")
        #expect(scene.fetches.count == 2)
    }

    @Test("a document without usable keys is refused, and changes nothing")
    func preloadRefused() async throws {
        let scene = try CacheScene()
        try scene.cache.preload(json: scene.document([0]), for: CacheScene.url, at: CacheScene.start)
        for text in ["", "{}", #"{"keys":[]}"#] {
            let error = #expect(throws: JWTError.self) {
                try scene.cache.preload(json: Array(text.utf8), for: CacheScene.url, at: CacheScene.start)
            }
            #expect(error?.code == .invalidKeySet)
        }
        scene.cache.preload(try KeySet(json: Array(#"{"keys":[]}"#.utf8)), for: CacheScene.url, at: CacheScene.start)
        #expect(try await scene.outcome() == "ok")
    }

    @Test("a cache is ready once there are keys of every pool, and not after they are too old")
    func ready() async throws {
        let other = "us-east-1_Def123456"
        let rules = [CacheScene.poolID, other].map { TokenRules(userPoolID: $0, use: .access, clients: .any) }
        let scene = try CacheScene(rules: rules)
        let (cache, verifier, start) = (scene.cache, scene.verifier, CacheScene.start)
        #expect(!cache.isReady(for: verifier, at: start))
        try cache.preload(json: scene.document([0]), for: CacheScene.url, at: start)
        #expect(!cache.isReady(for: verifier, at: start))
        let url = try #require(verifier.keySetURLs(ofPool: other).first)
        try cache.preload(json: scene.document([1]), for: url, at: start.adding(Self.hour))
        #expect(cache.isReady(for: verifier, at: start.adding(Self.hour)))
        #expect(cache.isReady(for: verifier, at: start.adding(Self.hour * 24 - .seconds(1))))
        #expect(!cache.isReady(for: verifier, at: start.adding(Self.hour * 24)))
        #expect(scene.fetches.count == 0)
    }

    @Test("loading fetches the keys of every pool once, and nothing that is there")
    func load() async throws {
        let other = "us-east-1_Def123456"
        let rules = [CacheScene.poolID, other].map { TokenRules(userPoolID: $0, use: .access, clients: .any) }
        let scene = try CacheScene(rules: rules)
        try scene.publish([0])
        try await scene.cache.load(for: scene.verifier, at: CacheScene.start)
        #expect(scene.cache.isReady(for: scene.verifier, at: CacheScene.start))
        #expect(scene.fetches.urls.sorted() == scene.verifier.keySetURLs)
        try await scene.cache.load(for: scene.verifier, at: CacheScene.start)
        #expect(scene.fetches.count == 2)
    }

    @Test("for a pool that was not switched over it is enough that the ORIGINAL address answers")
    func updatedForbidden() async throws {
        let scene = try bothForms()
        let document = try scene.document([0])
        scene.fetches.answer { url in
            guard url == CacheScene.url else { throw HeldFetches.Outage() }
            return document
        }
        try await scene.cache.load(for: scene.verifier, at: CacheScene.start)
        #expect(scene.cache.isReady(for: scene.verifier, at: CacheScene.start))
        #expect(scene.fetches.urls.sorted() == [CacheScene.url, Self.updatedURL])
        #expect(try await scene.outcome() == "ok")
        try await scene.cache.load(for: scene.verifier, at: CacheScene.start)
        #expect(scene.fetches.count == 2)
        let updated = try scene.token(issuer: "https://issuer-cognito-idp.eu-west-1.amazonaws.com/\(CacheScene.poolID)")
        #expect(await scene.outcome(of: updated) == "keysUnavailable")
        #expect(scene.fetches.urls.count { $0 == CacheScene.url } == 1)
    }

    @Test("loading fails where no address of a pool answers, and may be tried again")
    func loadFails() async throws {
        let scene = try bothForms()
        scene.cut()
        for second in 0..<10 {
            let now = CacheScene.start.adding(.seconds(second))
            let error = await #expect(throws: JWTError.self) {
                try await scene.cache.load(for: scene.verifier, at: now)
            }
            #expect(error?.code == .keysUnavailable)
        }
        #expect(!scene.cache.isReady(for: scene.verifier, at: CacheScene.start))
        #expect(scene.fetches.count == 2 * 2)
        try scene.publish([0])
        try await scene.cache.load(for: scene.verifier, at: CacheScene.start.adding(.seconds(20)))
        #expect(scene.cache.isReady(for: scene.verifier, at: CacheScene.start.adding(.seconds(20))))
    }

    @Test("loading can be cancelled, and the fetch goes on")
    func loadIsCancelled() async throws {
        let scene = try CacheScene()
        let load = Task { try await scene.cache.load(for: scene.verifier, at: CacheScene.start) }
        await scene.untilWaiting(1)
        load.cancel()
        await #expect(throws: CancellationError.self) { try await load.value }
        await scene.fetches.resolve(Result { try scene.document([0]) })
        await scene.untilLanded()
        #expect(scene.cache.isReady(for: scene.verifier, at: CacheScene.start))
    }

    @Test("without waiting: tokens are verified with what is there, and refreshes are begun when they are due")
    func synchronousUse() async throws {
        let scene = try CacheScene()
        try scene.publish([1])
        try scene.cache.preload(json: scene.document([0]), for: CacheScene.url, at: CacheScene.start)
        let late = CacheScene.start.adding(Self.hour)
        let tokens = try (0..<2).map { try scene.token(signedBy: $0, at: late) }
        scene.cache.refreshIfDue(at: late.adding(.milliseconds(-1)))
        #expect(scene.cache.activity.flights == 0)
        #expect(throws: Never.self) { try scene.verifier.verify(tokens[0], keys: scene.cache.keySets, at: late) }
        for _ in 0..<100 { scene.cache.refreshIfDue(at: late) }
        await scene.untilLanded()
        #expect(scene.fetches.count == 1)
        #expect(throws: Never.self) { try scene.verifier.verify(tokens[1], keys: scene.cache.keySets, at: late) }
        let error = #expect(throws: JWTError.self) {
            try scene.verifier.verify(tokens[0], keys: scene.cache.keySets, at: late)
        }
        #expect(error?.code == .unknownKey)
    }

    @Test("a refresh that is due in an outage is begun as the bucket allows, and the keys end after a day")
    func synchronousUseInOutage() async throws {
        let scene = try CacheScene()
        scene.cut()
        scene.cache.refreshIfDue(at: CacheScene.start)
        #expect(scene.fetches.count == 0)
        try scene.cache.preload(json: scene.document([0]), for: CacheScene.url, at: CacheScene.start)
        for second in 0..<20 {
            scene.cache.refreshIfDue(at: CacheScene.start.adding(Self.hour + .seconds(second)))
            await scene.untilLanded()
        }
        #expect(scene.fetches.count == 3)
        // Until the bucket has grown nothing is due, so that an outage does not lead every token to the lock.
        #expect(scene.cache.snapshot.isQuiet(CacheScene.url, at: CacheScene.start.adding(Self.hour + .seconds(19))))
        #expect(!scene.cache.snapshot.isQuiet(CacheScene.url, at: CacheScene.start.adding(Self.hour + .seconds(20))))
        scene.cache.refreshIfDue(at: CacheScene.start.adding(Self.hour * 24))
        await scene.untilLanded()
        #expect(scene.cache.keySets[CacheScene.url] == nil)
        #expect(scene.fetches.count == 4)
    }
}
