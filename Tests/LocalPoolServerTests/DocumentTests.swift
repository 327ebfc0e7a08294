import ByteCoding
import HTTPTypes
import LocalPoolServer
import Testing

@Suite("The documents of a pool") struct DocumentTests {
    private static let names = ["jwks.json", "openid-configuration"]

    @Test("are shown to everybody", arguments: Door.allCases, names)
    func shown(_ door: Door, _ name: String) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(.get("/\(world.poolID)/.well-known/\(name)"))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            let member = try answer.json[name == "jwks.json" ? "keys" : "issuer"]
            #expect(member != nil)
            let head = try await enter(.get("/\(world.poolID)/.well-known/\(name)", method: .head))
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.headers[.contentLength] == String(answer.body.count))
        }
    }

    @Test("are not there for unknown pools and other names", arguments: Door.allCases)
    func missing(_ door: Door) async throws {
        let world = try await TestWorld()
        let targets = [
            "/local_Unknown/.well-known/jwks.json", "/\(world.poolID)/.well-known/passwords",
            "/\(world.poolID)", "/\(world.poolID)/jwks.json", "/.well-known/jwks.json", "//", "/index.html",
        ]
        try await door.open(to: world.pool) { enter in
            for target in targets {
                let answer = try await enter(.get(target))
                #expect(answer.status == 404, "\(target)")
                #expect(answer.headers[.contentType] == "application/problem+json", "\(target)")
                #expect(try answer.string("code") == "notFound", "\(target)")
            }
        }
    }

    @Test("are read and not written", arguments: Door.allCases)
    func methods(_ door: Door) async throws {
        let world = try await TestWorld()
        let target = "/\(world.poolID)/.well-known/jwks.json"
        try await door.open(to: world.pool) { enter in
            let answer = try await enter(.get(target, method: .post))
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == "GET, HEAD, OPTIONS")
            let preflight = try await enter(.get(target, method: .options))
            #expect(preflight.status == 200)
            #expect(preflight.headers[.accessControlAllowMethods] == "GET, HEAD, OPTIONS")
        }
    }

    @Test("a link that confirms nobody says so, to people and not to scripts", arguments: Door.allCases)
    func confirmation(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let target = "/confirmUser?client_id=\(world.clientID)&user_name=alice&confirmation_code=1"
            let answer = try await enter(.get(target))
            #expect(answer.status == 400)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.headers[.accessControlAllowOrigin] == nil)
            let head = try await enter(.get(target, method: .head))
            #expect(head.status == 405)
        }
    }
}
