internal import ByteCoding
internal import CognitoWire

/// The `response` of an answer, read member by member; what has another type than it should have is refused.
struct TriggerAnswer {
    private let members: JSONObject

    /// Takes the answer to an event.
    ///
    /// - Throws: ``Refusal`` if it has no `response`.
    init(_ answer: JSONObject) throws(Refusal) {
        guard let members = answer["response"]?.object else { throw Self.unrecognizable }
        self.members = members
    }

    private init(members: JSONObject) {
        self.members = members
    }

    /// What is answered to a trigger's answer that is none.
    static let unrecognizable = Refusal(.invalidLambdaResponse, "Unrecognizable lambda output")

    /// A truth value; `nil` if it is missing or `null`.
    func flag(_ name: String) throws(Refusal) -> Bool? {
        try value(name) { $0.bool }
    }

    /// A text.
    func text(_ name: String) throws(Refusal) -> String? {
        try value(name) { $0.string }
    }

    /// A list of texts.
    func list(_ name: String) throws(Refusal) -> [String]? {
        try value(name) { value in
            guard let elements = value.array else { return nil }
            let texts = elements.compactMap(\.string)
            return texts.count == elements.count ? texts : nil
        }
    }

    /// Texts by name.
    func texts(_ name: String) throws(Refusal) -> [String: String]? {
        try value(name) { value in
            guard let members = value.object?.members else { return nil }
            let texts = members.compactMap { member in member.value.string.map { (member.name, $0) } }
            return texts.count == members.count ? Dictionary(texts) { $1 } : nil
        }
    }

    /// Any values by name.
    func values(_ name: String) throws(Refusal) -> [String: JSONValue]? {
        try value(name) { value in
            value.object.map { Dictionary($0.members.map { ($0.name, $0.value) }) { $1 } }
        }
    }

    /// An object within, to be read in the same way.
    func object(_ name: String) throws(Refusal) -> TriggerAnswer? {
        try value(name) { $0.object }.map { TriggerAnswer(members: $0) }
    }

    private func value<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(Refusal) -> Value? {
        guard let value = members[name], !value.isNull else { return nil }
        guard let read = read(value) else { throw Self.unrecognizable }
        return read
    }
}
