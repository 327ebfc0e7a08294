import ByteCoding
import HTTPTypes
import LocalPool
import LocalPoolServer
import Testing

@Suite("Seeds over HTTP") struct SeedRouteTests {
    @Test("the file of an import job is taken at the address that the job shows", arguments: Door.allCases)
    func importFile(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let role = "arn:aws:iam::123456789012:role/import"
            let body = #"{"UserPoolId":"\#(world.poolID)","JobName":"a","CloudWatchLogsRoleArn":"\#(role)"}"#
            let job = try #require(
                try await enter(world.call("CreateUserImportJob", body)).json["UserImportJob"]?.object
            )
            let id = try #require(job["JobId"]?.string)
            let address = try #require(job["PreSignedUrl"]?.string)
            #expect(address == "\(world.pool.endpoint)/_local/import/\(id)")
            let taken = try await enter(.put("/_local/import/\(id)", Array("a,b\n".utf8), type: "text/csv"))
            #expect(taken.status == 204)
            let unknown = try await enter(.put("/_local/import/import-none", [], type: "text/csv"))
            #expect(unknown.status == 403)
            let read = try await enter(.get("/_local/import/\(id)"))
            #expect(read.status == 405)
            let long = [UInt8](repeating: 0x2c, count: (16 << 20) + 1)
            let tooLong = try await enter(.put("/_local/import/\(id)", long, type: "text/csv"))
            #expect(tooLong.status == 413)
        }
    }

    @Test("plant what they say, and answer what was made", arguments: Door.allCases)
    func seeds(_ door: Door) async throws {
        let world = try await TestWorld()
        let yaml = "users: [{username: dora, password: Passw0rd!}]\ngroups: [{name: crew}]\n"
        let json = #"{"users": [{"username": "dora"}, {"username": "emil"}]}"#
        let lines = (0..<100).map { #"{"username": "user\#($0)"}"# }.joined(separator: "\n")
        try await door.open(to: world.pool) { enter in
            let first = try await enter(seed(yaml, "application/yaml"))
            #expect(first.status == 200)
            #expect(try made(first) == ["pools": 0, "clients": 0, "groups": 1, "users": 1])
            #expect(try made(await enter(seed(json, "application/json")))["users"] == 1)
            #expect(try made(await enter(seed(lines, "application/x-ndjson")))["users"] == 100)
        }
    }

    @Test("refuse what does not do, and say where", arguments: Door.allCases)
    func refusals(_ door: Door) async throws {
        let world = try await TestWorld()
        try await door.open(to: world.pool) { enter in
            let unknown = try await enter(seed("users: [{name: dora}]", "application/yaml"))
            #expect(unknown.status == 422)
            #expect(try unknown.string("code") == "invalidSeed")
            #expect(try unknown.string("detail")?.contains("users[0]: name is not one of") == true)
            let line = try await enter(seed("{\"username\": \"a\"}\n[]", "application/x-ndjson"))
            #expect(try line.string("detail")?.contains("line 2") == true)
            let nowhere = try await enter(seed("{\"username\": \"a\"}", "application/x-ndjson", "?pool=local_None"))
            #expect(nowhere.status == 404)
            #expect(try await enter(seed("users: []", "text/plain")).status == 415)
            let program = "pools: [{triggers: {PreSignUp: {command: [/bin/true]}}}]"
            #expect(try await enter(seed(program, "application/yaml")).status == 422)
        }
    }

    private func seed(_ body: String, _ type: String, _ query: String = "") -> SiteRequest {
        .put("/_local/seed" + query, Array(body.utf8), type: type, method: .post)
    }

    private func made(_ answer: Answer) throws -> [String: Int] {
        let object = try #require(try JSONReader().read(answer.body).object?["made"]?.object)
        return Dictionary(object.members.map { ($0.name, $0.value.number?.int ?? -1) }) { $1 }
    }
}
