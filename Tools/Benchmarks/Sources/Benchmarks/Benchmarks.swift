import BenchmarkSupport
import Foundation

/// Measures what verifying tokens costs, beside OpenSSL alone and jwt-kit.
@main
struct Benchmarks {
    private static let usage = """
        usage: Benchmarks [-o json] [--check] [--rounds N] [--fixture FOLDER]
               Benchmarks --export FOLDER
               Benchmarks --fixture FOLDER --case NAME --count N
        --check    exit with 1 when a figure falls short of Thresholds/verification.json
        --rounds   how many rounds, 301 unless given
        --export   only make key and tokens, and write them for other programs
        --fixture  verify tokens that were exported
        --case     do one thing so many times and print nothing, for callgrind: \(Cases.ids.joined(separator: " "))
        """

    /// Waits for the work on the first thread: an asynchronous `main` ends that thread, which valgrind does not survive.
    static func main() {
        let end = DispatchSemaphore(value: 0)
        Task.detached {
            await runAndReport()
            end.signal()
        }
        end.wait()
    }

    private static func runAndReport() async {
        do {
            try await run(Options(Array(CommandLine.arguments.dropFirst())))
        } catch is Options.Misused {
            FileHandle.standardError.write(Data((usage + "\n").utf8))
            exit(64)
        } catch {
            FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ options: Options) async throws {
        if let folder = options.export { return try Fixture.make().write(to: folder) }
        let fixture = try options.fixture.map { try Fixture(folder: $0) } ?? Fixture.make()
        if let name = options.caseName {
            let cases = try await Cases(fixture)
            guard let one = cases.timed.first(where: { $0.id == name }) else { throw Options.Misused() }
            return try await one.run(options.count)
        }
        let report = try await Report.measure(fixture, rounds: Rounds(count: options.rounds, slice: .microseconds(500)))
        if options.isJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            print(report.text)
        }
        let missed = report.verdicts.filter { !$0.isMet }
        if options.isCheck, !missed.isEmpty {
            throw Failure("short of \(missed.map(\.figure).joined(separator: ", "))")
        }
    }
}

/// The command line.
struct Options {
    struct Misused: Error {}

    private(set) var isJSON = false
    private(set) var isCheck = false
    private(set) var rounds = 301
    private(set) var count = 1
    private(set) var caseName: String?
    private(set) var export: URL?
    private(set) var fixture: URL?

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func value() throws -> String {
            guard let value = rest.popFirst() else { throw Misused() }
            return value
        }
        func number() throws -> Int {
            guard let number = Int(try value()), number > 0 else { throw Misused() }
            return number
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "-o":
                guard try value() == "json" else { throw Misused() }
                isJSON = true
            case "--check": isCheck = true
            case "--rounds": rounds = try number()
            case "--count": count = try number()
            case "--case": caseName = try value()
            case "--export": export = URL(filePath: try value())
            case "--fixture": fixture = URL(filePath: try value())
            default: throw Misused()
            }
        }
    }
}
