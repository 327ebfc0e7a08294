import ByteCoding
import FuzzSupport

/// The depth and the number of names that tokens are read with.
private let depth = 32
private let nameCount = 512

/// JSON that is read keeps to the limits, has no name twice, and is the same when it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe run(start, count) { text in
        let value: JSONValue
        do throws(ByteCodingError) {
            value = try JSONReader(maximumByteCount: 65_536, maximumDepth: depth, maximumNameCount: nameCount).read(
                text
            )
        } catch {
            require(error.offset.map { $0 <= text.count } ?? true, "an offset lies in the text")
            return
        }
        require(text.count <= 65_536, "a longer text is refused")
        checkLimits(value)
        checkWriting(value)
    }
}

/// The value is within the limits by a count of our own.
private func checkLimits(_ value: JSONValue) {
    var walk = Walk()
    walk.visit(value, depth: 0)
    require(walk.deepest <= depth, "deeper nesting is refused")
    require(walk.names <= nameCount, "more names are refused")
}

/// One line of text gives the same value, and the same line again.
private func checkWriting(_ value: JSONValue) {
    let line = value.text
    require(line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "a written value has no control characters")
    let again = try? JSONReader(maximumByteCount: .max, maximumDepth: depth, maximumNameCount: nameCount)
        .read(Array(line.utf8))
    guard let again else { fatalError("what is written is read again") }
    require(isSame(value, again), "the value that is read again is the same, byte for byte")
    require(again == value, "the value that is read again is equal")
    require(again.text.utf8.elementsEqual(line.utf8), "it is written the same again")
}

/// What a value consists of.
private struct Walk {
    var deepest = 0
    var names = 0

    mutating func visit(_ value: JSONValue, depth: Int) {
        deepest = max(deepest, depth)
        switch value {
        case .object(let object):
            deepest = max(deepest, depth + 1)
            var seen: Set<[UInt8]> = []
            for member in object.members {
                names += 1
                require(seen.insert(Array(member.name.utf8)).inserted, "no name stands twice")
                visit(member.value, depth: depth + 1)
            }
            if let last = object.members.last {
                require(object[last.name].map { isSame($0, last.value) } ?? false, "a member is found by its name")
            }
        case .array(let elements):
            deepest = max(deepest, depth + 1)
            for element in elements { visit(element, depth: depth + 1) }
        case .number(let number): checkNumber(number)
        case .string, .bool, .null: break
        }
    }
}

/// A number's readings agree with one another; none of them traps.
private func checkNumber(_ number: JSONNumber) {
    require(number.int.map(Int64.init) == number.int64, "both integers are the same")
    if let integer = number.int64 {
        require(number.double == Double(integer), "the closest double of an integer is that of its text")
        let (milliseconds, isTooLarge) = integer.multipliedReportingOverflow(by: 1000)
        require(
            number.unixTime == (isTooLarge ? nil : UnixTime(millisecondsSinceEpoch: milliseconds)),
            "a whole second is that moment"
        )
    } else if let moment = number.unixTime, let value = number.double, value.magnitude < 0x1p33 {
        let distance = value * 1000 - (Double(moment.seconds) * 1000 + Double(moment.milliseconds))
        require(distance > -0.01 && distance < 1.01, "a fraction of a second is rounded down to a millisecond")
    }
}

/// Equality by bytes; `==` takes canonically equivalent texts for equal.
private func isSame(_ first: JSONValue, _ second: JSONValue) -> Bool {
    switch (first, second) {
    case (.object(let first), .object(let second)):
        first.members.count == second.members.count
            && zip(first.members, second.members).allSatisfy {
                $0.name.utf8.elementsEqual($1.name.utf8) && isSame($0.value, $1.value)
            }
    case (.array(let first), .array(let second)):
        first.count == second.count && zip(first, second).allSatisfy { isSame($0, $1) }
    case (.string(let first), .string(let second)): first.utf8.elementsEqual(second.utf8)
    case (.number(let first), .number(let second)): first.text.utf8.elementsEqual(second.text.utf8)
    case (.bool(let first), .bool(let second)): first == second
    case (.null, .null): true
    default: false
    }
}
