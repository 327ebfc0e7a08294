internal import ByteCoding

/// One value of a seed and where it stands, so that every complaint says where to look.
struct SeedNode {
    private let value: JSONValue
    let path: String

    /// The top of a document.
    init(_ value: JSONValue, at path: String = "") {
        (self.value, self.path) = (value, path)
    }

    /// A complaint about this value.
    func complaint(_ text: String) -> LocalPoolError {
        LocalPoolError(.invalidSeed, path.isEmpty ? text : "\(path): \(text)")
    }

    /// The members of an object; others than the known ones are refused, as they would be ignored.
    func members(_ known: String...) throws(LocalPoolError) -> SeedMembers {
        guard let object = value.object else { throw complaint("this must be a mapping") }
        if let unknown = object.members.first(where: { !known.contains($0.name) }) {
            throw complaint("\(unknown.name) is not one of \(known.joined(separator: ", "))")
        }
        return SeedMembers(object: object, path: path)
    }

    /// The elements of a list.
    func elements() throws(LocalPoolError) -> [SeedNode] {
        guard let array = value.array else { throw complaint("this must be a list") }
        return array.enumerated().map { SeedNode($1, at: "\(path)[\($0)]") }
    }

    /// A text; numbers and flags count as what is written.
    func text() throws(LocalPoolError) -> String {
        switch value {
        case .string(let text): return text
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let number): return number.text
        default: throw complaint("this must be a text")
        }
    }

    func flag() throws(LocalPoolError) -> Bool {
        guard let flag = value.bool else { throw complaint("this must be true or false") }
        return flag
    }

    func integer() throws(LocalPoolError) -> Int {
        guard let integer = value.number?.int64.flatMap({ Int(exactly: $0) }) else {
            throw complaint("this must be a whole number")
        }
        return integer
    }

    /// An object as it is, for settings whose members the service's model knows.
    func object() throws(LocalPoolError) -> JSONObject {
        guard let object = value.object else { throw complaint("this must be a mapping") }
        return object
    }

    /// Texts by name.
    func texts() throws(LocalPoolError) -> [String: String] {
        var texts: [String: String] = [:]
        for member in try object().members {
            texts[member.name] = try SeedNode(member.value, at: "\(path).\(member.name)").text()
        }
        return texts
    }
}

/// The members of one object of a seed; null stands for none.
struct SeedMembers {
    fileprivate let object: JSONObject
    fileprivate let path: String

    /// The member of that name, if there is one.
    subscript(name: String) -> SeedNode? {
        guard let value = object[name], !value.isNull else { return nil }
        return SeedNode(value, at: path.isEmpty ? name : "\(path).\(name)")
    }

    /// The member of that name.
    func required(_ name: String) throws(LocalPoolError) -> SeedNode {
        guard let node = self[name] else {
            throw LocalPoolError(.invalidSeed, "\(path.isEmpty ? "" : "\(path): ")\(name) is missing")
        }
        return node
    }

    /// The elements of the list of that name; none if there is no such list.
    func list(_ name: String) throws(LocalPoolError) -> [SeedNode] {
        guard let node = self[name] else { return [] }
        return try node.elements()
    }
}
