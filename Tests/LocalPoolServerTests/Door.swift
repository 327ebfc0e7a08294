import ByteCoding
import HTTPTypes
import LocalPool
import LocalPoolServer
import Testing

/// The two ways in: the rules alone, and the same rules behind a socket.
enum Door: String, CaseIterable, Sendable {
    case memory
    case socket

    /// Lets requests through this door for as long as `body` runs.
    func open(to pool: LocalPool, allowedHosts: [String] = [], _ body: (Entrance) async throws -> Void) async throws {
        switch self {
        case .memory:
            let site = PoolSite(pool: pool, hosts: allowedHosts, version: "1.2.3", logger: TestWorld.silentLogger)
            try await body(Entrance { try await Answer(collecting: site.respond(to: $0)) })
        case .socket:
            var options = LocalPoolServerOptions(port: 0)
            options.allowedHosts = allowedHosts
            options.version = "1.2.3"
            let server = LocalPoolServer(pool: pool, options: options, logger: TestWorld.silentLogger)
            let address = try await server.start()
            let result = await Result {
                try await body(Entrance { try await RawConnection.send($0, port: address.port) })
            }
            await server.stop()
            try result.get()
        }
    }
}

/// Where a test puts its requests in.
struct Entrance: Sendable {
    let send: @Sendable (SiteRequest) async throws -> Answer

    func callAsFunction(_ request: SiteRequest) async throws -> Answer {
        try await send(request)
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    init(status: Int, headers: HTTPFields, body: [UInt8]) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// Takes an answer whose body has an end.
    init(collecting response: SiteResponse) async throws {
        var body = response.body
        if let parts = response.parts {
            for try await part in parts { body += part }
        }
        self.init(status: response.status.code, headers: response.headers, body: body)
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONObject {
        get throws { try #require(try JSONReader().read(body).object) }
    }

    func string(_ name: String) throws -> String? {
        try json[name]?.string
    }
}

extension Result where Failure == any Error {
    init(catching body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
