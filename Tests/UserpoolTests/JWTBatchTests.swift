import Foundation
import TestSupport
import Testing

@Suite("userpool jwt verify --batch") struct JWTBatchTests {
    private let corpus: TokenCorpus
    private let line: Shell

    init() throws {
        corpus = try TokenCorpus()
        line = try Shell()
    }

    @Test(
        "every token of the corpus gets its verdict, in order",
        arguments: [
            "access", "id", "anyUse", "twoClients", "accessUpdatedIssuer", "accessReplica", "accessGroupAdmins",
            "accessScopeRead", "accessScopeAllReadWrite", "accessLeeway30", "accessMaxAge3600", "multiPool",
        ]
    )
    func verdicts(config: String) async throws {
        let all = corpus.cases.filter { $0.config == config }
        let cases = all.filter { !$0.token.contains("\n") }
        let options = try line.options(corpus, config)
        let outcome = try await line.run(
            ["jwt", "verify", "--batch"] + options,
            input: cases.map { $0.token + "\n" }.joined()
        )
        let verdicts = try outcome.lines
        try #require(verdicts.count == cases.count && outcome.errors.isEmpty, "\(outcome.errors)")
        for (entry, verdict) in zip(cases, verdicts) { check(verdict, entry) }
        #expect(outcome.status == (cases.allSatisfy(\.isGood) ? 0 : 77))
        // A token with a newline in it is no line; alone it gets its verdict.
        for entry in all where entry.token.contains("\n") {
            let single = try await line.run(["jwt", "verify", "-", "-o", "json"] + options, input: entry.token + "\n")
            check(try single.json, entry)
            #expect(single.status == (entry.isGood ? 0 : 77))
        }
    }

    @Test("the corpus is all there")
    func complete() {
        #expect(corpus.cases.count == 168 && Set(corpus.cases.map(\.name)).count == 168)
    }

    private func check(_ verdict: [String: Any], _ entry: TokenCorpus.Case) {
        if entry.isGood {
            #expect(verdict["valid"] as? Bool == true, "\(entry.name): \(verdict)")
            #expect(Set(verdict.keys) == ["valid", "claims"], "\(entry.name)")
        } else {
            #expect(verdict["valid"] as? Bool == false, "\(entry.name)")
            #expect(entry.reasons.contains(verdict["code"] as? String ?? ""), "\(entry.name): \(verdict)")
            #expect((verdict["message"] as? String)?.isEmpty == false && verdict.count == 3, "\(entry.name)")
        }
    }

    @Test("one verdict a line, from a shell")
    func shell() async throws {
        let tokens = [try corpus.token("access-token"), "nonsense", try corpus.token("exp-at-now")]
        let shell = try Shell(["TOKENS": tokens.joined(separator: "\n")])
        let options = try shell.options(corpus, "access").joined(separator: " ")
        let outcome = try await shell.script(#"printf '%s\n' "$TOKENS" | userpool jwt verify --batch \#(options)"#)
        #expect(outcome.status == 77 && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(try outcome.lines.map { $0["code"] as? String } == [nil, "malformed", "expired"])
    }

    @Test("blank lines, long lines and a last line without its newline are lines like others")
    func lines() async throws {
        let good = try corpus.token("access-token")
        let long = String(repeating: "A", count: 3_000_000)
        let fits = String(repeating: ".", count: 16_384)
        let outcome = try await line.run(
            ["jwt", "verify", "--batch", "-"] + line.options(corpus, "access"),
            input: "\n\(long)\n\(good)\n\(fits)\n\(fits).\n\(good)\r\n \n\(good)"
        )
        let codes = try outcome.lines.map { $0["code"] as? String }
        #expect(
            codes == ["malformed", "tooLarge", nil, "malformed", "tooLarge", "malformed", "malformed", nil]
        )
        #expect(outcome.status == 77)
    }

    @Test("good tokens alone end with 0, and so do no tokens at all", arguments: [0, 1, 40])
    func good(count: Int) async throws {
        let token = try corpus.token("access-token")
        let outcome = try await line.run(
            ["jwt", "verify", "--batch", "-o", "ndjson"] + line.options(corpus, "access"),
            input: String(repeating: token + "\n", count: count)
        )
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(try outcome.lines.filter { $0["valid"] as? Bool == true }.count == count)
    }

    @Test("a verdict comes as soon as its line was written, while more lines are awaited")
    func streaming() async throws {
        let process = try SpawnedProcess(
            Shell.program.path,
            ["jwt", "verify", "--batch"] + line.options(corpus, "access"),
            environment: ["HOME": "/dev/null/none"]
        )
        for (token, verdict) in [(try corpus.token("access-token"), "true"), ("x", "false"), ("", "false")] {
            try process.write(token + "\n")
            #expect(try await process.readLine().hasPrefix("{\"valid\":\(verdict),"))
        }
    }

    @Test("numbers of claims come out as they were written, and each verdict stays on its line")
    func claims() async throws {
        let outcome = try await line.run(
            ["jwt", "verify", "--batch"] + line.options(corpus, "access"),
            input: try corpus.token("exp-exponent-form") + "\n" + corpus.token("unicode-claims") + "\n"
        )
        #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count == 2)
        #expect(outcome.output.contains("\"exp\":1.76722914e9,"), "\(outcome.output)")
    }
}
