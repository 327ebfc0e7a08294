import ByteCoding
import CognitoJWTSigning
import CognitoWire
import CurlTransport
import Dispatch
import Foundation
import LocalPool
import LocalPoolServer
import PoolBenchmarkSupport
import Synchronization

/// Measures full SRP sign-ins at a local pool beside what OpenSSL alone allows for, and other calls beside moto's.
@main
struct PoolBenchmarks {
    private static let usage = """
        usage: PoolBenchmarks [--check] [--rounds N] [--count N] [--moto URL]
        --check    exit with 1 unless two threads sign in at 70 % or more of what OpenSSL alone allows for
        --rounds   how many rounds, 9 unless given; the medians are compared
        --count    how many sign-ins each round, 400 unless given
        --moto     a moto server, to measure password sign-ins, refreshes and GetUser at it and at ours

        """
    private static let leastShare = 0.7
    private static let userCount = 64

    static func main() async {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            if let moto = options.moto { try await compare(with: moto, options) }
            try await measureProofs(options)
        } catch is Options.Misused {
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        } catch {
            FileHandle.standardError.write(Data("pool benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    /// SRP: OpenSSL alone, in process, over loopback.
    private static func measureProofs(_ options: Options) async throws {
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
            let seeds = round * options.count..<(round + 1) * options.count
            var prepared: [PreparedSignIn] = []
            for seed in seeds { prepared.append(try await twin.prepare(user: seed % userCount, seed: seed, at: time)) }
            raw.append(try rawRate(options.count, pkcs8: key))
            ours.append(Double(options.count) / (try await TwoTasks.time(prepared) { try await inProcess.signIn($0) }))
            remote.append(try await loopbackRate(options.count, at: overLoopback, time))
        }
        await server.stop()
        let shares = zip(ours, raw).map { $0 / $1 }
        Table.printHead("two threads, SRP sign-ins per second")
        Table.print("OpenSSL alone: 3 powers of 256 bits, 2 RSA-2048", raw)
        Table.print("in process", ours)
        Table.print("over loopback HTTP, the client's half left out", remote)
        print(String(format: "share of what OpenSSL alone allows for: %.0f %%", shares.median * 100))
        guard shares.median >= leastShare || !options.isCheck else { throw Failure("less than 70 %") }
    }

    /// Over loopback nobody can tell the pool what to draw, so both halves of the sign-ins are timed apart, and their proofs
    /// made in between.
    private static func loopbackRate(_ count: Int, at pool: BenchmarkPool, _ time: UnixTime) async throws -> Double {
        let openings = try (0..<count).map { try OpenSignIn(username: "user\($0 % userCount)") }
        let challenges = Mutex<[Int: [UInt8]]>([:])
        var seconds = try await TwoTasks.time(Array(openings.indices)) { index in
            let challenge = try await pool.send(InitiateAuth.target, openings[index].request)
            challenges.withLock { $0[index] = challenge }
        }
        let proofs = try challenges.withLock { challenges in
            try challenges.map { index, challenge in try openings[index].proof(answering: challenge, at: time) }
        }
        seconds += try await TwoTasks.time(proofs) { _ = try await pool.send(RespondToAuthChallenge.target, $0) }
        return Double(count) / seconds
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

    /// The same calls by the same client over loopback, at ours and at moto.
    private static func compare(with moto: String, _ options: Options) async throws {
        let pool = try LocalPool(configuration: LocalPoolConfiguration())
        let server = LocalPoolServer(pool: pool, options: LocalPoolServerOptions(port: 0))
        let ours = try await Workbench(url: try await server.start().endpoint + "/")
        let theirs = try await Workbench(url: moto + "/")
        Table.printHead("two threads over loopback HTTP, calls per second")
        for work in Workbench.Work.allCases {
            var (own, other): ([Double], [Double]) = ([], [])
            for _ in 0..<options.rounds {
                own.append(try await ours.rate(of: work, count: options.count))
                other.append(try await theirs.rate(of: work, count: options.count))
            }
            Table.print("\(work.rawValue), ours", own)
            Table.print("\(work.rawValue), moto", other)
            print(String(format: "ours against moto: %.1f", zip(own, other).map { $0 / $1 }.median))
        }
        await server.stop()
    }
}

/// The command line.
struct Options {
    struct Misused: Error {}

    private(set) var isCheck = false
    private(set) var rounds = 9
    private(set) var count = 400
    private(set) var moto: String?

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func number() throws -> Int {
            guard let number = rest.popFirst().flatMap({ Int($0) }), number > 1 else { throw Misused() }
            return number
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--check": isCheck = true
            case "--rounds": rounds = try number()
            case "--count": count = try number()
            case "--moto":
                guard let url = rest.popFirst() else { throw Misused() }
                moto = url
            default: throw Misused()
            }
        }
    }
}
