import CognitoClient
import CognitoWire
import CurlTransport
import HTTPTransport
import TestSupport
import Testing

@Suite("Fifteen faults of transport, through a fault proxy") struct TransportFaultTests {
    @Test("is one clear error with its remedy, retried only where that may help", arguments: FaultRow.all)
    func repeatable(_ row: FaultRow) async throws {
        let bench = try FaultBench(row)
        let error = await bench.failure(of: GetUser.self, GetUserRequest(accessToken: "canary-token"))
        try row.check(error)
        #expect(bench.proxy.requestCount == (row.isRetried ? 3 : 1))
        #expect(bench.proxy.connectionCount == (row.keepsConnection ? 1 : bench.proxy.requestCount))
        #expect(error?.description.contains("canary") == false)
    }

    @Test("is never retried for what works once, as the service may have done it", arguments: FaultRow.all)
    func singleUse(_ row: FaultRow) async throws {
        let bench = try FaultBench(row)
        let request = SignUpRequest(clientID: "client", username: "jo", password: "canary-password")
        let error = await bench.failure(of: SignUp.self, request)
        try row.check(error)
        #expect(bench.proxy.requestCount == 1)
        #expect(error?.description.contains("canary") == false)
    }

    @Test("leaves nothing behind: the next call succeeds, on a connection that did not break", arguments: FaultRow.all)
    func recovery(_ row: FaultRow) async throws {
        let bench = try FaultBench(row, times: 1)
        let first = await bench.failure(of: GetUser.self, GetUserRequest(accessToken: "token"))
        #expect((first == nil) == row.isRetried, "the second attempt finds an honest proxy")
        let user = try await bench.client.call(GetUser.self, GetUserRequest(accessToken: "token"))
        #expect(user.username.value == "jo")
        #expect(bench.proxy.connectionCount == (row.keepsConnection ? 1 : 2))
        #expect(bench.proxy.requestCount == (row.isRetried ? 3 : 2))
    }

    @Test("without a fault the proxy changes nothing")
    func honest() async throws {
        let bench = try FaultBench(FaultRow.all[0], times: 0)
        for _ in 1...3 {
            let user = try await bench.client.call(GetUser.self, GetUserRequest(accessToken: "token"))
            #expect(user.username.value == "jo")
        }
        #expect(bench.proxy.requestCount == 3)
        #expect(bench.proxy.connectionCount == 1)
    }

    @Test("the table has fifteen rows, numbered")
    func tableIsWhole() {
        #expect(FaultRow.all.compactMap { Int($0.testDescription.prefix(2)) } == Array(1...15))
    }
}

/// A client, the real transport, the proxy, and an honest service behind it.
private struct FaultBench {
    let client: CognitoClient
    let proxy: FaultProxy
    private let service: LoopbackServer

    init(_ row: FaultRow, times: Int = .max) throws {
        service = try LoopbackServer { connection in
            connection.respondToAll { connection, _ in
                connection.respond(
                    headers: ["Content-Type: application/x-amz-json-1.1", "x-amzn-RequestId: r-1"],
                    body: Array(#"{"Username":"jo","UserAttributes":[]}"#.utf8)
                )
            }
        }
        proxy = try FaultProxy(toPort: service.port, times: times, row.fault)
        var configuration = CognitoClientConfiguration(
            endpoints: try EndpointRules(custom: proxy.url, region: Region("eu-central-1"))
        )
        configuration.retry.attemptTimeout = row.attemptTimeout
        configuration.retry.totalTimeout = .seconds(600)
        client = CognitoClient(
            configuration: configuration,
            transport: PatientTransport(inner: try CurlTransport()),
            surroundings: .unhurried
        )
    }

    func failure<Operation: WireOperation>(
        of operation: Operation.Type,
        _ request: Operation.Input
    ) async -> CognitoClientError? {
        do throws(CognitoClientError) {
            _ = try await client.call(operation, request)
            return nil
        } catch {
            return error
        }
    }
}
