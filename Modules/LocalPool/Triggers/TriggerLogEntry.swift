public import ByteCoding

/// One event that a pool sent to a trigger, and what came back; passwords, codes and answers to challenges are masked.
///
/// Of what is longer than 64 KiB only the length is kept.
public struct TriggerLogEntry: Hashable, Sendable {
    /// Counts up over all pools of one ``LocalPool``, as long as it lives.
    public let id: Int
    /// Which trigger.
    public let kind: TriggerKind
    /// The pool whose trigger it is.
    public let poolID: String
    /// When the call arrived for which it was sent.
    public let sentAt: UnixTime
    /// The event.
    public let event: JSONObject
    /// The answer; `nil` if there was none.
    public let answer: JSONObject?
    /// What the caller was told instead; `nil` if there was an answer.
    public let failure: String?
    /// How often the event was sent: again after a timeout, three times at most.
    public let attemptCount: Int
}

extension JSONObject {
    private static let secretNames: Set<String> = [
        "password", "code", "challengeAnswer", "privateChallengeParameters",
    ]

    private static let greatestLoggedLength = 1 << 16

    /// The object as logs keep it: without secrets, and by its length alone where it is longer than 64 KiB.
    var logged: JSONObject {
        let masked = masked
        let length = masked.text.utf8.count
        guard length > Self.greatestLoggedLength else { return masked }
        return JSONObject().setting("omitted", to: .string("\(length) bytes"))
    }

    /// The object with what may be secret replaced, at any depth, whatever its type.
    fileprivate var masked: JSONObject {
        JSONObject(
            members: members.map { member in
                let isSecret = Self.secretNames.contains(member.name) && !member.value.isNull
                return Member(name: member.name, value: isSecret ? .string("<redacted>") : member.value.masked)
            }
        )
    }
}

extension JSONValue {
    fileprivate var masked: JSONValue {
        switch self {
        case .object(let object): .object(object.masked)
        case .array(let elements): .array(elements.map(\.masked))
        default: self
        }
    }
}
