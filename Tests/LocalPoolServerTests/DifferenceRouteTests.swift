import ByteCoding
import HTTPTypes
import LocalPool
import LocalPoolServer
import Testing

@Suite("The list of differences") struct DifferenceRouteTests {
    private static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    @Test("lists those of the pool's mode, or of the one that is asked for", arguments: [PoolMode.lenient, .strict])
    func list(_ mode: PoolMode) async throws {
        let world = try await TestWorld { $0.mode = mode }
        try await Door.memory.open(to: world.pool) { enter in
            #expect(try await enter(.get("/_local/info")).string("mode") == mode.rawValue)
            for (target, shown) in [
                ("/_local/differences", mode), ("/_local/differences?mode=strict", .strict),
                ("/_local/differences?mode=lenient", .lenient),
            ] {
                let answer = try await enter(.get(target))
                #expect(answer.headers[.contentType] == "application/json")
                #expect(try answer.string("mode") == shown.rawValue)
                let listed = try #require(try answer.json["differences"]?.array)
                #expect(listed.map { $0.object?["text"]?.string } == ServiceDifference.known(in: shown).map(\.text))
                #expect(listed.allSatisfy { $0.object?["subject"]?.string?.isEmpty == false })
            }
        }
    }

    @Test("a browser gets a page", arguments: Door.allCases)
    func page(_ door: Door) async throws {
        let world = try await TestWorld { $0.mode = .strict }
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(.get("/_local/differences", [.accept: Self.browser]))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
            #expect(answer.text.contains("<h2>App clients and domains</h2>"))
            #expect(answer.text.contains("<a href=\"?mode=lenient\">"))
            #expect(answer.text.ranges(of: "<li>").count == ServiceDifference.known(in: .strict).count)
            let head = try await enter(.get("/_local/differences", method: .head))
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test("no other mode, name or method", arguments: [("?mode=loose", 400), ("?mode", 400), ("?page=1", 400)])
    func refusals(_ query: String, _ status: Int) async throws {
        let world = try await TestWorld()
        try await Door.memory.open(to: world.pool) { enter in
            let answer = try await enter(.get("/_local/differences\(query)"))
            #expect(answer.status == status)
            let written = try await enter(.get("/_local/differences", method: .post))
            #expect(written.status == 405)
        }
    }
}
