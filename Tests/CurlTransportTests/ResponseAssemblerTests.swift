import HTTPTransport
import HTTPTypes
import Testing

@testable import CurlTransport

@Suite("What makes a response of lines and bytes") struct ResponseAssemblerTests {
    /// An assembler that has taken `lines`, each with its end, and then `pieces` of a body, as far as it went on.
    private static func assembler(
        _ lines: [String] = ["HTTP/1.1 200 OK", ""],
        lineEnd: String = "\r\n",
        pieces: [[UInt8]] = [],
        limits: TransportLimits = .standard
    ) -> (assembler: ResponseAssembler, goesOn: Bool) {
        var assembler = ResponseAssembler(limits: limits)
        let goesOn =
            lines.allSatisfy { assembler.takeHeaderLine(Array(($0 + lineEnd).utf8)) }
            && pieces.allSatisfy { assembler.takeBody($0) }
        return (assembler, goesOn)
    }

    @Test("status, fields and body are put together")
    func whole() throws {
        let lines = ["HTTP/2 200 ", "A: 1", "a:2", "B: \t x y\t ", "C:", ""]
        let (assembler, goesOn) = Self.assembler(lines, pieces: [[1, 2], [3]])
        #expect(goesOn)
        #expect(!assembler.isReadingHead)
        let response = try assembler.response(version: .http2)
        #expect(response.status == 200)
        #expect(response.headers.map { "\($0.name.rawName)=\($0.value)" } == ["A=1", "a=2", "B=x y", "C="])
        #expect(response.body == [1, 2, 3])
        #expect(response.version == .http2)
    }

    @Test("line ends of LF alone are line ends")
    func bareLineFeed() throws {
        let (assembler, goesOn) = Self.assembler(["HTTP/1.1 204 No Content", "A: b", ""], lineEnd: "\n")
        #expect(goesOn)
        #expect(try assembler.response(version: nil).headers.first?.value == "b")
    }

    @Test("nothing of an interim response is left")
    func interim() throws {
        let (assembler, goesOn) = Self.assembler(["HTTP/1.1 103 Early Hints", "A: 1", "", "HTTP/1.1 404 X", "B: 2", ""])
        #expect(goesOn)
        let response = try assembler.response(version: .http11)
        #expect(response.status == 404)
        #expect(response.headers.map(\.name.rawName) == ["B"])
    }

    @Test("trailers are dropped, whatever they say")
    func trailers() throws {
        let (assembler, goesOn) = Self.assembler(["HTTP/1.1 200 OK", "", "A: 1", "HTTP/1.1 500 X", ""])
        #expect(goesOn)
        let response = try assembler.response(version: .http11)
        #expect(response.status == 200)
        #expect(response.headers.isEmpty)
    }

    @Test(
        "what is not a response stops it",
        arguments: [
            (["HTTP/1.1 301 Moved", "Location: /", ""], TransportError.Code.redirectRefused),
            (["HTTP/1.1 399 X", ""], .redirectRefused), (["HTTP/1.1 304 Not Modified", ""], .redirectRefused),
            (["HTTP/1.1 101 Switching", ""], .malformedResponse), (["HTTP/1.1 600 X", ""], .malformedResponse),
            (["HTTP/1.1 099 X", ""], .malformedResponse), (["HTTP/1.1 20 X", ""], .malformedResponse),
            (["HTTP/1.1 2000 X", ""], .malformedResponse), (["HTTP/1.1 -20 X", ""], .malformedResponse),
            (["HTTP/1.1", ""], .malformedResponse), (["ICY 200 OK", ""], .malformedResponse),
            (["", ""], .malformedResponse), (["HTTP/1.1 103 X", "", "", ""], .malformedResponse),
            (["HTTP/1.1 200 OK", "no colon", ""], .malformedResponse),
            (["HTTP/1.1 200 OK", ": v", ""], .malformedResponse),
            (["HTTP/1.1 200 OK", "A : v", ""], .malformedResponse),
            (["HTTP/1.1 200 OK", "A: v\0w", ""], .malformedResponse),
            (["HTTP/1.1 200 OK", "A: v\rw", ""], .malformedResponse),
        ]
    )
    func refused(lines: [String], code: TransportError.Code) {
        let (assembler, goesOn) = Self.assembler(lines)
        #expect(!goesOn)
        #expect(assembler.failure?.code == code)
        let error = #expect(throws: TransportError.self) { try assembler.response(version: nil) }
        #expect(error?.code == code)
        #expect(error?.mayHaveReachedServer == true)
    }

    @Test("a head without its end is a lost connection", arguments: [[], ["HTTP/1.1 200 OK"], ["HTTP/1.1 103 X", ""]])
    func cutOff(lines: [String]) {
        let (assembler, goesOn) = Self.assembler(lines)
        #expect(goesOn)
        #expect(assembler.isReadingHead)
        let error = #expect(throws: TransportError.self) { try assembler.response(version: nil) }
        #expect(error?.code == .connectionLost)
    }

    @Test("the body may have as many bytes as the limit, in any pieces")
    func bodyLimit() {
        let limits = TransportLimits(maximumBodyByteCount: 3)
        #expect(Self.assembler(pieces: [[1, 2], [3], []], limits: limits).goesOn)
        let (assembler, goesOn) = Self.assembler(pieces: [[1, 2], [3], [4]], limits: limits)
        #expect(!goesOn)
        #expect(assembler.failure?.code == .bodyTooLarge)
    }

    @Test("header sections may have as many bytes as the limit; interim ones and trailers count")
    func headerLimit() {
        let lines = ["HTTP/1.1 103 X", "", "HTTP/1.1 200 OK", "", "A: b", ""]
        let byteCount = lines.reduce(0) { $0 + $1.utf8.count + 2 }
        #expect(Self.assembler(lines, limits: TransportLimits(maximumHeaderByteCount: byteCount)).goesOn)
        let (assembler, goesOn) = Self.assembler(lines, limits: TransportLimits(maximumHeaderByteCount: byteCount - 1))
        #expect(!goesOn)
        #expect(assembler.failure?.code == .headersTooLarge)
    }
}
