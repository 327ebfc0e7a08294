import ArgumentParser
import ByteCoding
import UserPoolKit

/// How much of a list is printed.
struct PageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Print one page of at most so many; the whole list unless this is given.", valueName: "n")
    )
    var limit: Int?

    @Option(help: ArgumentHelp("Go on where a page ended: what it printed as next.", valueName: "token"))
    var after: String?

    func validate() throws {
        guard limit.map({ (1...60).contains($0) }) != false else { throw ValidationError("--limit is 1 to 60") }
        guard after == nil || limit != nil else { throw ValidationError("--after goes with --limit") }
    }

    /// Prints a list: `{"NAME":[…],"next":…}` where a program reads it, rows otherwise.
    ///
    /// - Parameters:
    ///   - name: What the list is called.
    ///   - context: How it is printed.
    ///   - page: Asks for a page: its elements, and where the next one begins.
    /// - Throws: What `page` throws.
    func print(
        _ name: String,
        in context: CommandContext,
        _ page: (Int?, PageToken?) async throws -> ([JSONValue], PageToken?)
    ) async throws {
        var (rows, next) = try await page(limit, after.map { PageToken($0) })
        while limit == nil, let token = next {
            let more = try await page(nil, token)
            rows += more.0
            next = more.1
        }
        switch context.format {
        case .json, .yaml:
            context.print(.members([name: .array(rows), "next": next.map { .string($0.value) }]))
        default:
            if !rows.isEmpty { context.print(.array(rows)) }
            if let next { Terminal.note("userpool: note: there are more: --limit \(rows.count) --after \(next.value)") }
        }
    }
}
