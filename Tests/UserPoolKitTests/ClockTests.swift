import ByteCoding
import CognitoClient
import CognitoWire
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing
import UserPoolKit

@Suite("A wrong clock") struct ClockTests {
    private let password = SecretBytes(utf8: "Passw0rd!")

    /// Answers with dates as they come, the last one again and again.
    private final class DatedService: HTTPTransport {
        private let inner: ScriptedService
        private let dates: Mutex<[String?]>

        init(_ inner: ScriptedService, dates: [String?]) {
            self.inner = inner
            self.dates = Mutex(dates)
        }

        func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
            let answer = try await inner.send(request)
            let date = dates.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? nil }
            var headers = answer.headers
            if let date { headers[.date] = date }
            return TransportResponse(status: answer.status, headers: headers, body: answer.body)
        }
    }

    /// The machine's clock stands at 04:05:06; the service takes proofs of 05:05 only.
    private func service() throws -> ScriptedService {
        let user = try SRPUser(username: "alice", password: "Passw0rd!")
        return ScriptedService { call in
            guard call.operation != "InitiateAuth" else { return user.challenge }
            let isTimely = call.text("ChallengeResponses", "TIMESTAMP")?.hasPrefix("Sat Jan 3 05:05:") == true
            return isTimely
                ? FakeTokens.result() : FakeTokens.error("NotAuthorizedException", "Incorrect username or password.")
        }
    }

    private func pool(_ transport: any HTTPTransport) throws -> UserPool {
        let region = try Region(userPoolID: "us-east-1_AbCdEfGhI")
        let now = UnixTime(seconds: 1_767_413_106)
        return try UserPool(
            id: "us-east-1_AbCdEfGhI",
            appClient: AppClient(id: "1example23456789"),
            cognito: CognitoClient(
                configuration: CognitoClientConfiguration(endpoints: EndpointRules(region: region)),
                transport: transport,
                surroundings: .standing { now }
            )
        )
    }

    @Test("the first answer's date is enough to make a timely proof")
    func known() async throws {
        let service = try service()
        let dated = DatedService(service, dates: ["Sat, 03 Jan 2026 05:05:06 GMT"])
        let pool = try pool(dated)
        #expect(try await pool.signIn(username: "alice", password: password).session.username == "alice")
        #expect(service.calls.count == 2)
        #expect(pool.now == UnixTime(seconds: 1_767_413_106 + 3600))
    }

    @Test("where only the refusal has a date, the proof is made once more with it")
    func learned() async throws {
        let service = try service()
        let dated = DatedService(service, dates: [nil, "Sat, 03 Jan 2026 05:05:06 GMT"])
        let session = try await pool(dated).signIn(username: "alice", password: password).session
        #expect(session.username == "alice" && service.calls.count == 4)
    }

    @Test("a refusal without another time is final, and so is a second one")
    func refused() async throws {
        for (date, calls) in [("Sat, 03 Jan 2026 04:05:30 GMT", 2), ("Sat, 03 Jan 2026 09:00:00 GMT", 4)] {
            let service = try service()
            let pool = try pool(DatedService(service, dates: [nil, date]))
            await expectRefusal("invalidCredentials") {
                try await pool.signIn(username: "alice", password: password)
            }
            #expect(service.calls.count == calls)
        }
    }
}
