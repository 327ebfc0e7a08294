import ByteCoding
import Testing

@testable import CognitoJWT

@Suite("Key cache: waiting and giving up", .timeLimit(.minutes(5))) struct KeyCacheWaitingTests {
    @Test("one who waits can be cancelled; the fetch and the others go on")
    func oneIsCancelled() async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        let tasks = (0..<3).map { _ in Task { await scene.outcome(of: token) } }
        await scene.untilWaiting(3)
        tasks[1].cancel()
        #expect(await tasks[1].value == "cancelled")
        #expect(scene.cache.activity == (flights: 1, waiters: 2))
        await scene.fetches.resolve(Result { try scene.document([0]) })
        #expect(await tasks[0].value == "ok")
        #expect(await tasks[2].value == "ok")
        #expect(scene.fetches.count == 1)
    }

    @Test("the one whose token began the fetch can be cancelled as well")
    func firstIsCancelled() async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        let first = Task { await scene.outcome(of: token) }
        await scene.untilWaiting(1)
        let second = Task { await scene.outcome(of: token) }
        await scene.untilWaiting(2)
        first.cancel()
        #expect(await first.value == "cancelled")
        await scene.fetches.resolve(Result { try scene.document([0]) })
        #expect(await second.value == "ok")
        #expect(scene.fetches.count == 1)
    }

    @Test("where all are cancelled the fetch still lands, and the next one finds the key")
    func allAreCancelled() async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        let tasks = (0..<10).map { _ in Task { await scene.outcome(of: token) } }
        await scene.untilWaiting(10)
        for task in tasks { task.cancel() }
        for task in tasks { #expect(await task.value == "cancelled") }
        #expect(scene.cache.activity == (flights: 1, waiters: 0))
        await scene.fetches.resolve(Result { try scene.document([0]) })
        await scene.untilLanded()
        #expect(await scene.outcome(of: token) == "ok")
        #expect(scene.fetches.count == 1)
    }

    @Test("one who was cancelled before does not wait at all, but takes a key that is there")
    func cancelledBefore() async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        let early = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return await scene.outcome(of: token)
        }
        #expect(await early.value == "cancelled")
        await scene.fetches.resolve(Result { try scene.document([0]) })
        await scene.untilLanded()
        let late = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return await scene.outcome(of: token)
        }
        #expect(await late.value == "ok")
        #expect(scene.fetches.count == 1)
    }

    @Test("a thousand who come and go at random moments all end, each once", arguments: [1, 2, 3])
    func comingAndGoing(seed: UInt64) async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let task = Task { await scene.outcome(of: token) }
                    // A cheap sequence of numbers that is the same in every run.
                    let turns = (UInt64(number) &* 2_654_435_761 &+ seed &* 40_503) >> 7 % 4
                    for _ in 0..<turns { await Task.yield() }
                    if number.isMultiple(of: 2) { task.cancel() }
                    return await task.value
                }
            }
            await scene.fetches.resolve(Result { try scene.document([0]) })
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(Set(outcomes.keys).isSubset(of: ["ok", "cancelled"]))
        #expect(outcomes.values.reduce(0, +) == 1000)
        #expect((outcomes["ok"] ?? 0) >= 500)
        #expect(scene.fetches.count == 1 && scene.cache.activity == (flights: 0, waiters: 0))
    }

    @Test("a refresh joins the fetch that is on its way, and reports how it ended")
    func refreshJoins() async throws {
        let scene = try CacheScene()
        let token = try scene.token()
        async let outcome = scene.outcome(of: token)
        await scene.untilWaiting(1)
        let refresh = Task { try await scene.cache.refresh(CacheScene.url, at: CacheScene.start) }
        await scene.untilWaiting(2)
        await scene.fetches.resolve(.failure(HeldFetches.Outage()))
        #expect(await outcome == "keysUnavailable")
        let error = await #expect(throws: JWTError.self) { try await refresh.value }
        #expect(error?.code == .keysUnavailable)
        #expect(scene.fetches.count == 1)
    }

    @Test("a refresh asks anew, but not more often than the bucket allows")
    func refreshTakesFromTheBucket() async throws {
        let scene = try CacheScene.publishing(0)
        for _ in 0..<10 { try await scene.cache.refresh(CacheScene.url, at: CacheScene.start) }
        #expect(scene.fetches.count == 2)
        scene.cut()
        for second in 10..<20 {
            let now = CacheScene.start.adding(.seconds(second))
            let error = await #expect(throws: JWTError.self) { try await scene.cache.refresh(CacheScene.url, at: now) }
            #expect(error?.code == .keysUnavailable)
        }
        #expect(scene.fetches.count == 3)
    }
}
