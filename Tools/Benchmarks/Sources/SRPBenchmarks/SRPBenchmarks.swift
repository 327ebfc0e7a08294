import BenchmarkSupport
import Foundation

/// Measures the client's half of SRP sign-ins beside what OpenSSL alone asks for the same three powers.
@main
struct SRPBenchmarks {
    private static let usage = """
        usage: SRPBenchmarks [-o json] [--check] [--rounds N]
               SRPBenchmarks --export FILE
        --check    exit with 1 when a figure falls short of Thresholds/srp.json
        --rounds   how many rounds, 101 unless given
        --export   only write the sign-ins for other programs

        """

    /// Everything that one run measured.
    private struct Report: Encodable {
        let rows: [Row]
        let verdicts: [Verdict]
    }

    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch is Misused {
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        } catch {
            FileHandle.standardError.write(Data("SRP benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    private struct Misused: Error {}

    private static func run(_ arguments: [String]) async throws {
        var rest = arguments[...]
        var (isJSON, isCheck, rounds) = (false, false, 101)
        while let argument = rest.popFirst() {
            switch argument {
            case "-o":
                guard rest.popFirst() == "json" else { throw Misused() }
                isJSON = true
            case "--check": isCheck = true
            case "--rounds":
                guard let number = rest.popFirst().flatMap({ Int($0) }), number > 0 else { throw Misused() }
                rounds = number
            case "--export":
                guard let path = rest.popFirst() else { throw Misused() }
                return try JSONEncoder().encode(SignIn.all()).write(to: URL(filePath: path))
            default: throw Misused()
            }
        }
        let report = try await measure(rounds: rounds)
        if isJSON {
            print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
        } else {
            print((Row.table(report.rows) + [""] + Row.table(report.verdicts)).joined(separator: "\n"))
        }
        let missed = report.verdicts.filter { !$0.isMet }
        if isCheck, !missed.isEmpty { throw Failure("short of \(missed.map(\.figure).joined(separator: ", "))") }
    }

    private static func measure(rounds: Int) async throws -> Report {
        let signIns = try SignIn.all()
        guard signIns.count >= 20 else { throw Failure("no vectors") }
        // What is timed is right: each proof is the one that was computed elsewhere.
        for signIn in signIns where try signIn.finish(signIn.begin()) != signIn.signature {
            throw Failure("a proof is wrong")
        }
        let begun = try signIns.map { ($0, try $0.begin()) }
        let raw = try RawPowers()
        let cases = [
            Case(
                id: "raw",
                title: "OpenSSL alone: powers of 256, 256, 512 bits",
                body: .blocking { count in
                    for _ in 0..<count { try raw() }
                }
            ),
            Case(
                id: "client-sign-in",
                title: "our client, A and the proof",
                body: .blocking { count in
                    for index in 0..<count {
                        let signIn = signIns[index % signIns.count]
                        _ = try signIn.finish(signIn.begin())
                    }
                }
            ),
            Case(
                id: "client-key",
                title: "  A alone",
                body: .blocking { count in
                    for index in 0..<count { _ = try signIns[index % signIns.count].begin() }
                }
            ),
            Case(
                id: "client-proof",
                title: "  the proof alone",
                body: .blocking { count in
                    for index in 0..<count {
                        let (signIn, client) = begun[index % begun.count]
                        _ = try signIn.finish(client)
                    }
                }
            ),
        ]
        let rows = Row.all(of: cases, try await Rounds(count: rounds, slice: .milliseconds(10)).times(of: cases))
        let verdicts = try Threshold.all("srp").map { threshold in
            let row = rows.first { $0.id == threshold.id }
            return try threshold.verdict(
                of: threshold.figure == .ratioToRaw ? row?.ratioToRaw.median : row?.microseconds.median
            )
        }
        return Report(rows: rows, verdicts: verdicts)
    }
}
