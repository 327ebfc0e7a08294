import Foundation
import QRCode
import TestSupport
import Testing

@Suite("QR Code symbols") struct QRSymbolTests {
    static let uri = "otpauth://totp/Example%20Inc.:carol%40example.com?secret=GEZDGNBVGY3TQOJQ&issuer=Example%20Inc."
    static let texts = [
        "a", "HELLO 123", uri, "Zoë 日本語 🔑", String(repeating: "0123456789abcdef", count: 60),
    ]

    @Test("another program reads what was written", arguments: texts, QRSymbol.ErrorCorrection.allCases)
    func modules(_ text: String, _ correction: QRSymbol.ErrorCorrection) async throws {
        let symbol = try QRSymbol(text, errorCorrection: correction)
        #expect(try await Picture(symbol).read() == text)
    }

    @Test("another program reads the SVG image", arguments: texts)
    func svg(_ text: String) async throws {
        #expect(try await Picture(svg: QRSymbol(text).svg).read() == text)
    }

    @Test("another program reads the lines for a terminal", arguments: texts, TerminalColors.allCases)
    func terminal(_ text: String, _ colors: TerminalColors) async throws {
        let lines = try QRSymbol(text).terminalLines(for: colors)
        #expect(try await Picture(lines: lines, drawsDark: colors != .lightOnDark).read() == text)
    }

    @Test("a picture with a third of its modules turned over is not read", arguments: QRSymbol.ErrorCorrection.allCases)
    func damaged(_ correction: QRSymbol.ErrorCorrection) async throws {
        var picture = Picture(try QRSymbol(Self.uri, errorCorrection: correction))
        for row in picture.rows.indices where row % 3 == 0 {
            for column in picture.rows[row].indices { picture.rows[row][column].toggle() }
        }
        #expect(try await picture.read() == nil)
    }

    @Test("the largest text fits, and no byte more", arguments: QRSymbol.ErrorCorrection.allCases)
    func limits(_ correction: QRSymbol.ErrorCorrection) throws {
        let largest = String(repeating: "a", count: correction.maximumByteCount)
        #expect(try QRSymbol(largest, errorCorrection: correction).moduleCount == 177)
        let error = #expect(throws: QRCodeError.self) { try QRSymbol(largest + "a", errorCorrection: correction) }
        #expect(error?.code == .textTooLong)
        #expect(error?.message.contains("aa") == false)
    }

    @Test("bytes count, not letters")
    func bytes() throws {
        let text = String(repeating: "é", count: QRSymbol.ErrorCorrection.medium.maximumByteCount / 2 + 1)
        let error = #expect(throws: QRCodeError.self) { try QRSymbol(text) }
        #expect(error?.code == .textTooLong)
    }

    @Test("no text, no symbol")
    func empty() {
        let error = #expect(throws: QRCodeError.self) { try QRSymbol("") }
        #expect(error?.code == .emptyText)
    }

    @Test("a short text has the three finders of a symbol of version 1, and light all around")
    func finders() throws {
        let symbol = try QRSymbol("a")
        #expect(symbol.moduleCount == 21)
        for (row, column) in [(0, 0), (0, 14), (14, 0)] {
            for step in 0..<7 {
                #expect(symbol[row, column + step] && symbol[row + 6, column + step])
                #expect(symbol[row + step, column] && symbol[row + step, column + 6])
            }
            #expect(!symbol[row + 1, column + 1] && symbol[row + 3, column + 3])
        }
        for outside in [(-1, 0), (0, -1), (21, 0), (0, 21), (Int.max, Int.min)] {
            #expect(!symbol[outside.0, outside.1])
        }
    }

    @Test("lines are as wide as the symbol with its margin, and half as many")
    func lineSizes() throws {
        let symbol = try QRSymbol(Self.uri)
        let side = symbol.moduleCount + 2 * QRSymbol.margin
        let lines = symbol.terminalLines(for: .darkOnLight)
        #expect(lines.count == (side + 1) / 2)
        #expect(lines.allSatisfy { $0.count == side })
    }

    @Test("an image has nothing that a strict page would refuse")
    func svgIsPlain() throws {
        let svg = try QRSymbol(Self.uri).svg
        for word in ["<script", "style=", "href", "on", "url("] { #expect(!svg.contains(word)) }
        #expect(svg.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test("a symbol prints nothing of what it holds")
    func redaction() throws {
        let symbol = try QRSymbol(Self.uri)
        var dumped = ""
        dump(symbol, to: &dumped)
        for text in ["\(symbol)", String(reflecting: symbol), dumped] {
            #expect(text.contains("\(symbol.moduleCount)") && !text.contains("true"))
        }
    }

    @Test("many threads at once make the same symbols")
    func threads() async throws {
        let expected = try QRSymbol(Self.uri)
        try await withThrowingTaskGroup(of: QRSymbol.self) { group in
            for _ in 0..<64 { group.addTask { try QRSymbol(Self.uri) } }
            for try await symbol in group { #expect(symbol == expected) }
        }
    }
}
