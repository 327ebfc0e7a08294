import CognitoWire
import Foundation
import LocalPool
import PoolBenchmarkSupport

/// Loads very many users into a pool, and measures what it costs them to sign in and to be listed.
@main
struct MillionUsers {
    private static let usage = """
        usage: MillionUsers [--users N] [--rounds N] FOLDER
        --users    how many, a million unless given
        --rounds   how often a page is asked for, and how many users sign in at each pool, 100 unless given
        FOLDER     where the data files are made; it must be empty

        """

    static func main() async {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            var campaign = try Campaign(options)
            guard try await campaign.run() else { exit(1) }
        } catch is Options.Misused {
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        } catch {
            FileHandle.standardError.write(Data("million users: \(error)\n".utf8))
            exit(1)
        }
    }
}

/// The command line.
struct Options {
    struct Misused: Error {}

    private(set) var users = 1_000_000
    private(set) var rounds = 100
    let folder: URL

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        var folder: String?
        func number(atLeast least: Int) throws -> Int {
            guard let number = rest.popFirst().flatMap({ Int($0) }), number >= least else { throw Misused() }
            return number
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--users": users = try number(atLeast: Campaign.smallCount)
            case "--rounds": rounds = try number(atLeast: 1)
            default:
                guard folder == nil, !argument.hasPrefix("-") else { throw Misused() }
                folder = argument
            }
        }
        guard let folder else { throw Misused() }
        self.folder = URL(filePath: folder)
    }
}
