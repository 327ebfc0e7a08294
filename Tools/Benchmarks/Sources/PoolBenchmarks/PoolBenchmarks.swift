import ByteCoding
import CognitoJWTSigning
import CurlTransport
import Foundation
import LocalPool
import LocalPoolServer
import Synchronization

/// Measures full SRP sign-ins at a local pool beside what OpenSSL alone allows for.
@main
struct PoolBenchmarks {
    private static let usage = """
        usage: PoolBenchmarks [--check] [--rounds N] [--count N]
        --check    exit with 1 unless two threads sign in at 70 % or more of what OpenSSL alone allows for
        --rounds   how many rounds, 9 unless given; the medians are compared
        --count    how many sign-ins each round, 400 unless given

        """
    private static let leastShare = 0.7
    private static let userCount = 64

    static func main() async {
        do {
            try await run(Options(Array(CommandLine.arguments.dropFirst())))
        } catch is Options.Misused {
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        } catch {
            FileHandle.standardError.write(Data("pool benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ options: Options) async throws {
        let time = UnixTime(seconds: 1_767_413_045)
        let users = try BenchmarkPool.users(userCount)
        let inProcess = try await BenchmarkPool(users: users) { time }
        let twin = try await BenchmarkPool(users: users) { time }
        let server = LocalPoolServer(pool: inProcess.pool, options: LocalPoolServerOptions(port: 0))
        let address = try await server.start()
        let overLoopback = inProcess.over(try CurlTransport(), url: address.endpoint + "/")
        let key = try SigningKey.generate().pkcs8()
        var (raw, ours, remote): ([Double], [Double], [Double]) = ([], [], [])
        for round in 0..<options.rounds {
            let first = round * options.count * 2
            let prepared = try await prepare(first..<first + options.count, twin, time)
            let others = try await prepare(first + options.count..<first + options.count * 2, twin, time)
            raw.append(try rawRate(options.count, pkcs8: key))
            ours.append(try await rate(of: prepared, at: inProcess))
            remote.append(try await rate(of: others, at: overLoopback))
        }
        await server.stop()
        let shares = zip(ours, raw).map { $0 / $1 }.sorted()
        let share = shares[shares.count / 2]
        print(line("two threads, sign-ins per second", "median", "lowest", "highest"))
        print(line("OpenSSL alone: 3 powers of 256 bits, 2 RSA-2048", raw))
        print(line("full SRP sign-ins in process", ours))
        print(line("full SRP sign-ins over loopback HTTP", remote))
        print(String(format: "share of what OpenSSL alone allows for: %.0f %%", share * 100))
        guard share >= leastShare || !options.isCheck else { throw Failure("less than 70 %") }
    }

    private static func prepare(
        _ seeds: Range<Int>,
        _ pool: BenchmarkPool,
        _ time: UnixTime
    ) async throws -> [PreparedSignIn] {
        var prepared: [PreparedSignIn] = []
        for seed in seeds { prepared.append(try await pool.prepare(user: seed % userCount, seed: seed, at: time)) }
        return prepared
    }

    /// Sign-ins per second by two tasks at once.
    private static func rate(of prepared: [PreparedSignIn], at pool: BenchmarkPool) async throws -> Double {
        let elapsed = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for half in 0..<2 {
                    group.addTask {
                        for index in stride(from: half, to: prepared.count, by: 2) {
                            try await pool.signIn(prepared[index])
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return Double(prepared.count) / elapsed.seconds
    }

    private static func rawRate(_ count: Int, pkcs8: SecretBytes) throws -> Double {
        let clock = ContinuousClock()
        let failed = Atomic(false)
        let start = clock.now
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            do {
                let raw = try RawSignIn(pkcs8: pkcs8)
                for _ in 0..<count / 2 { try raw() }
            } catch {
                failed.store(true, ordering: .relaxed)
            }
        }
        guard !failed.load(ordering: .relaxed) else { throw Failure("OpenSSL alone failed") }
        return Double(count / 2 * 2) / (clock.now - start).seconds
    }

    private static func line(_ title: String, _ rates: [Double]) -> String {
        let sorted = rates.sorted()
        let figures = [sorted[sorted.count / 2], sorted[0], sorted[sorted.count - 1]].map { String(format: "%.0f", $0) }
        return line(title, figures[0], figures[1], figures[2])
    }

    private static func line(_ title: String, _ first: String, _ second: String, _ third: String) -> String {
        title.padding(toLength: 52, withPad: " ", startingAt: 0)
            + [first, second, third].map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
    }
}

/// The command line.
struct Options {
    struct Misused: Error {}

    private(set) var isCheck = false
    private(set) var rounds = 9
    private(set) var count = 400

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func number() throws -> Int {
            guard let number = rest.popFirst().flatMap({ Int($0) }), number > 0 else { throw Misused() }
            return number
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--check": isCheck = true
            case "--rounds": rounds = try number()
            case "--count": count = try number()
            default: throw Misused()
            }
        }
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
