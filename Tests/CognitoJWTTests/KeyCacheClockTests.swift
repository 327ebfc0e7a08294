import ByteCoding
import Testing

@testable import CognitoJWT

@Suite("Key cache: clocks that jump", .timeLimit(.minutes(5))) struct KeyCacheClockTests {
    private static let hour = Duration.seconds(3600)

    @Test("a clock that is set back keeps the keys and brings no fetches")
    func backwards() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        for number in 0..<10 { _ = try await scene.outcome(keyID: "flood-\(number)") }
        #expect(scene.fetches.count == 2)
        for hours in [-1, -24, -24 * 365] {
            #expect(try await scene.outcome(after: Self.hour * hours) == "ok")
            #expect(try await scene.outcome(keyID: "nobody", after: Self.hour * hours) == "unknownKey")
        }
        #expect(scene.fetches.count == 2)
        #expect(try await scene.outcome(keyID: "nobody", after: Self.hour * -24 * 365 + .seconds(10)) == "unknownKey")
        #expect(scene.fetches.count == 3)
    }

    @Test("after a clock was set back keys age from there: not until the wrong moment comes again")
    func agesAfterBackwards() async throws {
        let scene = try CacheScene.publishing(0)
        let ahead = Self.hour * 24 * 365
        #expect(try await scene.outcome(after: ahead) == "ok")
        #expect(try await scene.outcome() == "ok")
        #expect(scene.fetches.count == 1)
        #expect(try await scene.outcome(after: Self.hour) == "ok")
        await scene.untilLanded()
        #expect(scene.fetches.count == 2)
        scene.cut()
        #expect(try await scene.outcome(after: Self.hour * 25) == "keysUnavailable")
    }

    @Test("a clock far ahead ends the keys and fills the bucket once")
    func forwards() async throws {
        let scene = try CacheScene.publishing(0)
        #expect(try await scene.outcome() == "ok")
        let ahead = Self.hour * 24 * 365 * 100
        for number in 0..<100 {
            #expect(try await scene.outcome(keyID: "flood-\(number)", after: ahead) == "unknownKey")
        }
        #expect(scene.fetches.count == 3)
        #expect(try await scene.outcome(after: ahead) == "ok")
        #expect(scene.fetches.count == 3)
    }

    @Test("moments of threads that are a little apart bring no fetches")
    func jitter() async throws {
        let scene = try CacheScene.publishing(0)
        for number in 0..<1000 {
            let moment = Duration.milliseconds(number.isMultiple(of: 2) ? 9000 : 0)
            _ = try await scene.outcome(keyID: "flood-\(number)", after: moment)
        }
        #expect(scene.fetches.count == 2)
    }

    @Test("the ends of the range of moments trap nowhere")
    func ends() async throws {
        let scene = try CacheScene()
        let document = try scene.document([0])
        scene.fetches.answer { _ in document }
        let token = try scene.token()
        for now in [UnixTime.earliest, .latest, .earliest, CacheScene.start, .latest] {
            _ = try? await scene.verifier.verify(token, keys: scene.cache, at: now)
            scene.cache.refreshIfDue(at: now)
            try scene.cache.preload(json: document, for: CacheScene.url, at: now)
            _ = scene.cache.isReady(for: scene.verifier, at: now)
            await scene.untilLanded()
        }
        #expect((1...10).contains(scene.fetches.count))
    }

    @Test("a bucket is full at first, grows by one in ten seconds, and says when the next one is there")
    func bucket() {
        var bucket = FetchBucket()
        let start = CacheScene.start
        #expect(bucket.nextFetch == .earliest)
        var taken: [Bool] = []
        for moment in [Duration.zero, .zero, .zero, .milliseconds(9999)] {
            taken.append(bucket.take(at: start.adding(moment)))
        }
        #expect(taken == [true, true, false, false])
        #expect(bucket.nextFetch == start.adding(.seconds(10)))
        taken = []
        for second in [10, 9, -3600, -3591, -3590] {
            taken.append(bucket.take(at: start.adding(.seconds(second))))
        }
        #expect(taken == [true, false, false, false, true])
    }

    @Test("two clocks that are nine seconds apart do not fill a bucket by turns")
    func twoClocks() {
        var bucket = FetchBucket()
        let moments = [0, 0] + (0..<100).map { $0.isMultiple(of: 2) ? 9 : 0 }
        let taken = moments.count { bucket.take(at: CacheScene.start.adding(.seconds($0))) }
        #expect(taken == 2)
    }
}
