internal import ByteCoding
internal import HTTPTypes

/// The body of a request as a JSON object, with no names but those that the route knows.
struct RequestObject {
    private let object: JSONObject
    /// Where the object stands, for what is said of it.
    private let place: String

    /// Reads a body.
    ///
    /// - Throws: ``Problem`` with status 400 or 413.
    init(_ request: SiteRequest, names: Set<String>) throws(Problem) {
        guard request.body.count <= Self.greatestBody else {
            throw Problem(.contentTooLarge, "bodyTooLarge", "The body has more than \(Self.greatestBody) bytes.")
        }
        guard let object = try? JSONReader(maximumByteCount: Self.greatestBody).read(request.body).object else {
            throw Problem(.badRequest, "malformedRequest", "The body is no JSON object.")
        }
        try self.init(object, at: "The body", names: names)
    }

    /// Takes an object within a body.
    ///
    /// - Throws: ``Problem`` with status 400.
    init(_ object: JSONObject, at place: String, names: Set<String>) throws(Problem) {
        guard object.members.allSatisfy({ names.contains($0.name) }) else {
            throw Problem(.badRequest, "malformedRequest", "\(place) knows \(names.sorted().joined(separator: ", ")).")
        }
        self.object = object
        self.place = place
    }

    /// The value of a member, read as `read` reads it; `nil` if it is absent or null.
    ///
    /// - Throws: ``Problem`` with status 400 if `read` makes nothing of it.
    func value<Value>(_ name: String, _ form: String, _ read: (JSONValue) -> Value?) throws(Problem) -> Value? {
        guard let member = object[name], !member.isNull else { return nil }
        guard let value = read(member) else {
            throw Problem(.badRequest, "malformedRequest", "\(place): \(name) is \(form).")
        }
        return value
    }

    private static let greatestBody = 65_536
}
