import BigNum
import ByteCoding
import Foundation
import Testing

/// One row of `Vectors/arithmetic.json`.
struct ArithmeticVector: Decodable, CustomTestStringConvertible {
    let name: String
    let modulus: String
    let left: String
    let right: String
    let exponent: String
    let sum: String
    let product: String
    let reduced: String
    let modularSum: String
    let modularDifference: String
    let modularProduct: String
    let power: String

    var testDescription: String { name }

    static let all: [ArithmeticVector] = {
        guard let url = Bundle.module.url(forResource: "arithmetic", withExtension: "json", subdirectory: "Vectors"),
            let data = try? Data(contentsOf: url),
            let rows = try? JSONDecoder().decode([ArithmeticVector].self, from: data)
        else { fatalError("arithmetic.json cannot be read") }
        return rows
    }()
}

private func number(_ hexadecimal: String) throws -> BigNum {
    try BigNum(hex: hexadecimal, maximumDigits: 2048)
}

@Suite("BigNum") struct BigNumTests {
    @Test("agrees with another implementation", arguments: ArithmeticVector.all)
    func arithmetic(_ vector: ArithmeticVector) throws {
        let (left, right) = (try number(vector.left), try number(vector.right))
        #expect(try left.adding(right).hexadecimal() == vector.sum)
        #expect(try left.multiplied(by: right).hexadecimal() == vector.product)
        let group = try ModularGroup(modulus: number(vector.modulus))
        #expect(try group.reduce(left).hexadecimal() == vector.reduced)
        #expect(try group.add(left, right).hexadecimal() == vector.modularSum)
        #expect(try group.subtract(left, from: right).hexadecimal() == vector.modularDifference)
        #expect(try group.multiply(left, right).hexadecimal() == vector.modularProduct)
        #expect(try group.power(left, exponent: number(vector.exponent)).hexadecimal() == vector.power)
        #expect(
            try group.power(left, exponent: number(vector.exponent).adding(number("1"))).hexadecimal() != vector.power
        )
    }

    @Test(
        "reads any number of digits of either case",
        arguments: [
            ("0", "0"), ("000", "0"), ("f", "f"), ("0F", "f"), ("00ff00", "ff00"), ("ABCdef123", "abcdef123"),
        ]
    )
    func reading(text: String, value: String) throws {
        #expect(try number(text).hexadecimal() == value)
    }

    @Test(
        "refuses what is not hexadecimal",
        arguments: [
            "", "g", "0x1", "-1", "+1", " 1", "1 ", "1\n", "1\u{0}", "１", "1_0",
        ]
    )
    func notHexadecimal(_ text: String) {
        let error = #expect(throws: BigNumError.self) { try number(text) }
        #expect(error?.code == .notHexadecimal)
    }

    @Test("refuses more digits than the caller allows")
    func tooLong() throws {
        #expect(try BigNum(hex: "1234", maximumDigits: 4).bitCount == 13)
        let error = #expect(throws: BigNumError.self) { try BigNum(hex: "12345", maximumDigits: 4) }
        #expect(error?.code == .tooLong)
    }

    @Test(
        "the two forms of bytes",
        arguments: [
            ("0", [UInt8](), [UInt8(0)]), ("7f", [0x7F], [0x7F]), ("80", [0x80], [0, 0x80]),
            ("ff00", [0xFF, 0], [0, 0xFF, 0]), ("123", [1, 0x23], [1, 0x23]),
        ]
    )
    func bytes(text: String, shortest: [UInt8], twosComplement: [UInt8]) throws {
        let value = try number(text)
        #expect(try value.bigEndianBytes() == shortest)
        #expect(try value.twosComplementBytes() == twosComplement)
        #expect(try value.twosComplementSecret().withBytes { span in span.indices.map { span[$0] } } == twosComplement)
        #expect(try BigNum(bigEndian: twosComplement) == value)
        #expect(try BigNum(bigEndian: SecretBytes(shortest)) == value)
    }

    @Test("compares")
    func compares() throws {
        #expect(try number("ff") < number("100"))
        #expect(try number("0100") == number("100"))
        #expect(try number("0").isZero && !number("1").isZero)
        #expect(try number("5").isOdd && !number("6").isOdd)
    }

    @Test("a modulus that is even, zero or one is refused", arguments: ["0", "1", "2", "fffe"])
    func unusableModulus(_ text: String) {
        let error = #expect(throws: BigNumError.self) { try ModularGroup(modulus: number(text)) }
        #expect(error?.code == .unusableModulus)
    }

    @Test("prints its length and nothing else")
    func redacted() throws {
        let value = try number("abcdef")
        var dumped = ""
        dump(value, to: &dumped)
        #expect("\(value)" == "<number of 24 bits>")
        #expect(String(reflecting: value) == "<number of 24 bits>")
        #expect(!dumped.contains("abcdef") && !dumped.contains("11259375"))
    }

    @Test("one group serves many threads at once")
    func concurrent() async throws {
        let group = try ModularGroup(modulus: number("ffffffffffffffc5"))
        let expected = try group.power(number("3"), exponent: number("123456789"))
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<64 {
                tasks.addTask { try group.power(number("3"), exponent: number("123456789")) == expected }
            }
            for try await isEqual in tasks { #expect(isEqual) }
        }
    }
}
