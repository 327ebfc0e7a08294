import AppSupport
import ByteCoding

/// Reads the members of a request's object and notes every fault with its pointer, so that a caller sees all at once.
///
/// A member that is `null` counts as absent. ``finish()`` also refuses the members that nobody asked for.
struct MemberReader {
    private let object: JSONObject
    /// The pointer to the object itself.
    private let place: String
    private var asked: Set<String> = []
    private var faults: [Problem.Fault] = []

    init(_ object: JSONObject) {
        self.init(object, at: "")
    }

    private init(_ object: JSONObject, at place: String) {
        self.object = object
        self.place = place
    }

    /// Reads a text that may be absent; an empty one is a fault.
    mutating func text(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { return fault(name, .type) }
        return text.isEmpty ? fault(name, .empty) : text
    }

    /// Reads a text that may be absent or empty.
    mutating func textOrEmpty(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        return value.string ?? fault(name, .type)
    }

    /// Whether a member is there and not `null`.
    func has(_ name: String) -> Bool {
        object[name].map { !$0.isNull } ?? false
    }

    /// Reads a text that must be there.
    mutating func requiredText(_ name: String) -> String {
        text(name) ?? missing(name, instead: "")
    }

    /// Reads a secret that may be absent.
    mutating func secret(_ name: String) -> SecretBytes? {
        text(name).map { SecretBytes(utf8: $0) }
    }

    /// Reads a secret that must be there.
    mutating func requiredSecret(_ name: String) -> SecretBytes {
        secret(name) ?? missing(name, instead: SecretBytes([]))
    }

    /// Reads a truth value that may be absent.
    mutating func flag(_ name: String) -> Bool? {
        guard let value = value(name) else { return nil }
        return value.bool ?? fault(name, .type)
    }

    /// Reads an array of texts that must be there and have as many elements as said.
    mutating func requiredList(_ name: String, count: ClosedRange<Int>) -> [String] {
        guard let value = value(name) else { return missing(name, instead: []) }
        guard let elements = value.array else { return fault(name, .type) ?? [] }
        guard count.contains(elements.count) else { return fault(name, .count) ?? [] }
        return elements.enumerated().compactMap { index, element in
            element.string ?? fault(name, "\(index)", .type)
        }
    }

    /// Reads a text, or an array of texts, that may be absent; an empty one is a fault.
    mutating func textOrList(_ name: String) -> [String]? {
        guard let elements = value(name)?.array else { return text(name).map { [$0] } }
        guard !elements.isEmpty else { return fault(name, .empty) }
        return elements.enumerated().compactMap { index, element in
            guard let text = element.string else { return fault(name, "\(index)", .type) }
            return text.isEmpty ? fault(name, "\(index)", .empty) : text
        }
    }

    /// Reads an object whose members are all texts; an absent one is empty.
    mutating func texts(_ name: String) -> [String: String] {
        optionalTexts(name) ?? [:]
    }

    /// Reads an object whose members are all texts, and that may be absent.
    mutating func optionalTexts(_ name: String) -> [String: String]? {
        guard let value = value(name) else { return nil }
        guard let members = value.object?.members else { return fault(name, .type) }
        var texts: [String: String] = [:]
        for member in members {
            if let text = member.value.string {
                texts[member.name] = text
            } else {
                note(.type, at: pointer(name, member.name))
            }
        }
        return texts
    }

    /// Reads a text that may be `null` and must be there: `.some(nil)` is `null`, and `nil` a fault.
    mutating func requiredTextOrNull(_ name: String) -> String?? {
        if object[name]?.isNull == true {
            asked.insert(name)
            return .some(nil)
        }
        guard let text = text(name) else { return missing(name, instead: nil) }
        return .some(text)
    }

    /// Reads an object whose members are texts, or `null` for those that go (RFC 7396); an absent one is empty.
    mutating func changes(_ name: String) -> [String: String?] {
        guard let value = value(name) else { return [:] }
        guard let members = value.object?.members else { return fault(name, .type) ?? [:] }
        var changes: [String: String?] = [:]
        for member in members {
            if let text = member.value.string {
                changes[member.name] = .some(text)
            } else if member.value.isNull {
                changes[member.name] = .some(nil)
            } else {
                note(.type, at: pointer(name, member.name))
            }
        }
        return changes
    }

    /// Reads an object that may be absent, as it is.
    mutating func object(_ name: String) -> JSONObject? {
        guard let value = value(name) else { return nil }
        return value.object ?? fault(name, .type)
    }

    /// Reads an object that may be absent, member by member; its faults are noted here.
    mutating func nested<Value>(_ name: String, _ read: (inout MemberReader) -> Value) -> Value? {
        guard let object = object(name) else { return nil }
        var members = MemberReader(object, at: pointer(name))
        let value = read(&members)
        faults += members.allFaults
        return value
    }

    /// Reads an array of objects that may be absent, each member by member; their faults are noted here.
    mutating func list<Value>(_ name: String, _ read: (inout MemberReader) -> Value) -> [Value] {
        guard let value = value(name) else { return [] }
        guard let elements = value.array else { return fault(name, .type) ?? [] }
        return elements.enumerated().compactMap { index, element in
            guard let object = element.object else { return fault(name, "\(index)", .type) }
            var members = MemberReader(object, at: pointer(name, "\(index)"))
            let value = read(&members)
            faults += members.allFaults
            return value
        }
    }

    /// Reads a truth value that must be there.
    mutating func requiredFlag(_ name: String) -> Bool {
        flag(name) ?? missing(name, instead: false)
    }

    /// Notes that a member is not there although something else in the request asks for it.
    mutating func require(_ name: String) {
        let _: Void = missing(name, instead: ())
    }

    /// Notes that a member is wrong in a way that only its reader knows.
    mutating func refuse(_ name: String, _ fault: FaultKind) {
        note(fault, at: pointer(name))
    }

    /// Reports every fault.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/unknownMember`` or ``Problem/Code/invalidParameter``.
    func finish() throws {
        let all = allFaults
        guard !all.isEmpty else { return }
        let names = all.map(\.pointer).joined(separator: ", ")
        guard !all.contains(where: { $0.code == FaultKind.unknown.rawValue }) else {
            throw Problem(.unknownMember, "The request must not have, or is wrong at, \(names).", errors: all)
        }
        throw Problem(.invalidParameter, "The request is incomplete or wrong at \(names).", errors: all)
    }

    /// What can be wrong with a member.
    enum FaultKind: String {
        /// It is not there.
        case required
        /// It is of another type.
        case type
        /// It is an empty text.
        case empty
        /// It is none of the texts that it may be.
        case value
        /// It has too few or too many elements.
        case count
        /// Nobody asked for it.
        case unknown
        /// It excludes another one that is there too.
        case conflict
    }

    /// Every fault, those of members that nobody asked for first.
    private var allFaults: [Problem.Fault] {
        let unknown = object.members.filter { !asked.contains($0.name) }
        return unknown.map { Problem.Fault(pointer: pointer($0.name), code: FaultKind.unknown.rawValue) } + faults
    }

    /// A JSON pointer (RFC 6901) to a member.
    private func pointer(_ names: String...) -> String {
        names.reduce(into: place) { pointer, name in
            pointer += "/" + name.reduce(into: "") { $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1) }
        }
    }

    private mutating func value(_ name: String) -> JSONValue? {
        asked.insert(name)
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    private mutating func fault<Value>(_ name: String, _ kind: FaultKind) -> Value? {
        note(kind, at: pointer(name))
        return nil
    }

    private mutating func fault<Value>(_ name: String, _ element: String, _ kind: FaultKind) -> Value? {
        note(kind, at: pointer(name, element))
        return nil
    }

    private mutating func missing<Value>(_ name: String, instead: Value) -> Value {
        let pointer = self.pointer(name)
        if !faults.contains(where: { $0.pointer == pointer }) { note(.required, at: pointer) }
        return instead
    }

    private mutating func note(_ kind: FaultKind, at pointer: String) {
        faults.append(Problem.Fault(pointer: pointer, code: kind.rawValue))
    }
}
