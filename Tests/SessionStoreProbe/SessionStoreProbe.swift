import ByteCoding
import CognitoClient
import CognitoJWT
import CognitoWire
import CurlTransport
import HTTPTransport
import Synchronization
import UserPoolKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One of several processes that share the sessions in a folder.
///
/// Arguments: endpoint, pool id, client id, folder. Each line of standard input is a word and the time of day in
/// seconds; the session of `alice` is asked for at that time, and the id of its access token is printed, or why there
/// is none. The word is `ask`; `dieBefore` ends the process with the claim in its hand, `dieAfter` when the service has
/// exchanged the token and nobody has stored what came. With `full` no file can be written any more, as on a disk that
/// is full; `churn` stores the session again and again, and prints a line each time.
@main struct SessionStoreProbe {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 4 else { throw TransportError(.invalidRequest, "usage", mayHaveReachedServer: false) }
        let clock = ProbeClock()
        let line = MortalLine(try CurlTransport())
        var configuration = CognitoClientConfiguration(
            endpoints: try EndpointRules(custom: arguments[0], region: Region(userPoolID: arguments[1]))
        )
        // A token that is good for one exchange must not be given up because the machine is busy with other tests.
        configuration.retry.attemptTimeout = .seconds(120)
        configuration.retry.totalTimeout = .seconds(120)
        var options = SessionKeeper.Options()
        options.claimTime = .seconds(40)
        let cognito = CognitoClient(
            configuration: configuration,
            transport: line,
            surroundings: clock.surroundings
        )
        let keeper = SessionKeeper(
            pool: try UserPool(id: arguments[1], appClient: AppClient(id: arguments[2]), cognito: cognito),
            store: FileSessionStore(folder: arguments[3]),
            options: options,
            surroundings: clock.surroundings
        )
        print("ready")
        _ = fflush(nil)
        while let command = readLine() {
            let words = command.split(separator: " ")
            guard words.count == 2, let seconds = Int64(words[1]) else { continue }
            line.death = words[0] == "dieBefore" ? .before : words[0] == "dieAfter" ? .after : nil
            clock.set(UnixTime(seconds: seconds))
            if words[0] == "full" { allowNoFiles() }
            do throws(UserPoolError) {
                while words[0] == "churn", let session = try await keeper.storedSession(for: "alice") {
                    try await keeper.keep(session)
                    print("stored")
                    _ = fflush(nil)
                }
                let session = try await keeper.session(for: "alice")
                let claims = try? UnverifiedToken(session.accessToken.value).payload
                print(claims?["jti"]?.string ?? "no id")
            } catch {
                print("\(error.code): \(error)")
            }
            _ = fflush(nil)
        }
    }
}

/// Makes every write to a file fail.
private func allowNoFiles() {
    _ = signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

/// The time of day that the test says, running on from there.
private final class ProbeClock: Sendable {
    private let set = Mutex((time: UnixTime(seconds: 0), at: Duration.zero))

    func set(_ time: UnixTime) {
        let uptime = Surroundings.system.uptime()
        set.withLock { $0 = (time, uptime) }
    }

    var surroundings: Surroundings {
        var surroundings = Surroundings.system
        surroundings.now = {
            let (time, at) = self.set.withLock { $0 }
            return time.adding(Surroundings.system.uptime() - at)
        }
        return surroundings
    }
}

/// A line whose process dies over a refresh.
private final class MortalLine: HTTPTransport {
    enum Death { case before, after }

    private let transport: any HTTPTransport
    private let plan = Mutex<Death?>(nil)

    init(_ transport: any HTTPTransport) { self.transport = transport }

    var death: Death? {
        get { plan.withLock { $0 } }
        set { plan.withLock { $0 = newValue } }
    }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        if death == .before { die() }
        let response = try await transport.send(request)
        if death == .after { die() }
        return response
    }

    private func die() {
        _ = kill(getpid(), SIGKILL)
    }
}
