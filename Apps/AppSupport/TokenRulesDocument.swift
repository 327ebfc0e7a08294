import ByteCoding
import CognitoJWT
import Foundation

/// The rules for tokens as a JSON file holds them: the members of one pool, or `pools` with a list of such objects.
///
/// Nothing is guessed: a member that means nothing, a value of another type and a `tokenUse` that is missing are faults.
/// `null` as `tokenUse` means either use, `null` as `clientIds` any client; every other member may be `null` or absent.
public struct TokenRulesDocument: Sendable {
    /// The drafts, one for each pool.
    public let drafts: [TokenRulesDraft]
    /// Whether the document has the member `pools`, so that each draft must stand for itself.
    public let isList: Bool

    /// Reads a file.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured``, which names every fault.
    public init(path: String) throws {
        try self.init(json: SmallFile.read(path), named: path)
    }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - json: The document, at most 1 MiB.
    ///   - name: What messages call it.
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured``, which names every fault.
    public init(json: [UInt8], named name: String) throws {
        let object = try SmallFile.object(json, named: name)
        var faults: [String] = []
        if object["pools"] != nil {
            isList = true
            drafts = Self.list(object, faults: &faults)
        } else {
            isList = false
            var reader = RuleMembers(object: object, place: "")
            drafts = [reader.draft()]
            faults = reader.faults
        }
        guard faults.isEmpty else {
            throw Problem(.misconfigured, "\(name): \(faults.joined(separator: "; "))")
        }
    }

    private static func list(_ object: JSONObject, faults: inout [String]) -> [TokenRulesDraft] {
        for member in object.members where member.name != "pools" {
            faults.append("beside pools there can be no \(member.name.shortened)")
        }
        guard let elements = object["pools"]?.array, !elements.isEmpty else {
            faults.append("pools is no list of objects, or empty")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            guard let object = element.object else {
                faults.append("pools[\(index)] is no object")
                return nil
            }
            var reader = RuleMembers(object: object, place: "pools[\(index)].")
            let draft = reader.draft()
            faults += reader.faults
            for (name, isMissing) in [("userPoolId", draft.userPoolID == nil), ("clientIds", draft.clients == nil)]
            where isMissing && !reader.faults.contains(where: { $0.contains(name) }) {
                faults.append("pools[\(index)].\(name) is missing")
            }
            return draft
        }
    }
}

/// The members of one pool's rules.
private struct RuleMembers {
    let object: JSONObject
    let place: String
    var faults: [String] = []

    private static let names = [
        "userPoolId", "tokenUse", "clientIds", "issuerKinds", "replicaRegions", "groupsAnyOf", "groupsAllOf",
        "scopesAnyOf", "scopesAllOf", "leewaySeconds", "maxAuthAgeSeconds",
    ]

    init(object: JSONObject, place: String) {
        self.object = object
        self.place = place
    }

    mutating func draft() -> TokenRulesDraft {
        for member in object.members where !Self.names.contains(where: { $0.utf8.elementsEqual(member.name.utf8) }) {
            let nearest = Nearest.name(to: String(member.name.prefix(64)), in: Self.names)
            let hint = nearest.map { "did you mean \($0)?" } ?? "known are \(Self.names.joined(separator: ", "))"
            faults.append("\(place)\(member.name.shortened) means nothing here; \(hint)")
        }
        var draft = TokenRulesDraft()
        draft.userPoolID = text("userPoolId")
        draft.use = use()
        draft.clients = clients()
        draft.issuers = issuers()
        draft.groupsAnyOf = texts("groupsAnyOf")
        draft.groupsAllOf = texts("groupsAllOf")
        draft.scopesAnyOf = texts("scopesAnyOf")
        draft.scopesAllOf = texts("scopesAllOf")
        draft.leeway = seconds("leewaySeconds")
        draft.maximumAuthenticationAge = seconds("maxAuthAgeSeconds")
        return draft
    }

    private mutating func use() -> TokenRules.Use? {
        switch object["tokenUse"] {
        case nil: fault("tokenUse", "is missing: access, id, or null for either")
        case .null: return .either
        case .string(let text):
            if let use = ["access": TokenRules.Use.access, "id": .id, "either": .either][text] { return use }
            fault("tokenUse", "is none of access, id and null")
        default: fault("tokenUse", "is none of access, id and null")
        }
        return nil
    }

    private mutating func clients() -> TokenRules.Clients? {
        if object["clientIds"]?.isNull == true { return .any }
        return texts("clientIds").map { .anyOf($0) }
    }

    private mutating func issuers() -> Issuers? {
        let forms: [String: Issuers.Form] = ["ORIGINAL": .original, "UPDATED": .updated]
        let (kinds, regions) = (texts("issuerKinds"), texts("replicaRegions"))
        guard kinds != nil || regions != nil else { return nil }
        let chosen = (kinds ?? ["ORIGINAL"]).compactMap { kind in
            if forms[kind] == nil { fault("issuerKinds", "holds something that is neither ORIGINAL nor UPDATED") }
            return forms[kind]
        }
        return .service(Set(chosen), replicaRegions: regions ?? [])
    }

    private mutating func text(_ name: String) -> String? {
        switch object[name] {
        case nil, .null: return nil
        case .string(let text) where !text.isEmpty: return text
        default:
            fault(name, "is no text")
            return nil
        }
    }

    private mutating func texts(_ name: String) -> [String]? {
        switch object[name] {
        case nil, .null: return nil
        case .array(let elements):
            let texts = elements.compactMap(\.string)
            guard texts.count < elements.count else { return texts }
            fault(name, "is no list of texts")
        default: fault(name, "is no list of texts")
        }
        return nil
    }

    private mutating func seconds(_ name: String) -> Duration? {
        switch object[name] {
        case nil, .null: return nil
        case .number(let number):
            if let seconds = number.int64, (0...Self.mostSeconds).contains(seconds) { return .seconds(seconds) }
            fault(name, "is no whole number of seconds")
        default: fault(name, "is no whole number of seconds")
        }
        return nil
    }

    /// A hundred years: beyond it a number of seconds is a mistake.
    private static let mostSeconds: Int64 = 3_155_760_000

    private mutating func fault(_ name: String, _ text: String) {
        faults.append("\(place)\(name) \(text)")
    }
}

extension String {
    /// A name that a stranger wrote, as a message can hold it.
    fileprivate var shortened: String {
        JSONValue.string(count > 64 ? prefix(64) + "…" : self).text
    }
}
