import CognitoWire
import Foundation
import Testing

/// One pattern of the model, with texts that Python's `re` was asked about.
struct PatternVector: Decodable, CustomTestStringConvertible {
    struct Case: Decodable {
        let matches: Bool
        let text: String
    }

    let cases: [Case]
    let pattern: String

    var testDescription: String { pattern }

    static let all: [PatternVector] = {
        do {
            let file = Bundle.module.bundleURL.appending(path: "Vectors/patterns.json")
            return try JSONDecoder().decode([PatternVector].self, from: Data(contentsOf: file))
        } catch {
            fatalError("patterns.json cannot be read: \(error)")
        }
    }()
}

@Suite("Patterns of the model") struct WirePatternTests {
    @Test("a matcher answers as Python's re does", arguments: PatternVector.all)
    func matches(vector: PatternVector) throws {
        let pattern = try #require(WirePattern.supported.first { $0.source == vector.pattern })
        for example in vector.cases {
            let scalars = example.text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
            #expect(pattern.matches(example.text) == example.matches, "\(scalars)")
        }
    }

    @Test("every matcher has texts, and every other pattern is listed as unsupported")
    func complete() {
        #expect(Set(WirePattern.supported.map(\.source)) == Set(PatternVector.all.map(\.pattern)))
        #expect(WirePattern.unsupported == ["S3BucketType": #"[0-9A-Za-z\.\-_]*(?<!\.)"#])
    }

    @Test("a long text that almost matches takes no longer than its length")
    func boundedTime() throws {
        let arn = try #require(
            WirePattern.supported.first { $0.source.hasPrefix(#"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:(["#) }
        )
        let text = "arn:" + String(repeating: "a:", count: 20_000) + "\n"
        #expect(!arn.matches(text))
    }
}
