internal import CognitoWire

/// The attributes of one pool, and what may be written to them.
struct AttributeSchema: Sendable {
    /// As `DescribeUserPool` shows them.
    let attributes: [SchemaAttributeType]
    private let byName: [String: SchemaAttributeType]

    /// Takes the attributes of a pool's settings; none at all are the standard ones.
    init(_ attributes: [SchemaAttributeType]?) {
        self.attributes = attributes ?? Self.standard
        byName = Dictionary(self.attributes.compactMap { attribute in attribute.name.map { ($0, attribute) } }) { $1 }
    }

    /// The attribute of that name.
    subscript(name: String) -> SchemaAttributeType? { byName[name] }

    /// Who writes.
    enum Writer {
        case user(AppClientRecord)
        case administrator
    }

    /// When attributes are written: what cannot change may be set at the beginning.
    enum Occasion {
        case creation
        case update
    }

    /// Checks attributes before they are stored.
    ///
    /// - Parameters:
    ///   - attributes: As they were sent.
    ///   - writer: Who sent them.
    ///   - occasion: Whether the user is new.
    /// - Returns: Names and values; of a name that occurs twice the last value counts.
    /// - Throws: ``Refusal`` if a name is unknown, the writer may not write it, it may not change any more, or a value is
    ///   malformed.
    func checked(
        _ attributes: [AttributeType]?,
        writtenBy writer: Writer,
        on occasion: Occasion
    ) throws -> [String: String] {
        var values: [String: String] = [:]
        var complaints: [String] = []
        for sent in attributes ?? [] {
            guard let attribute = byName[sent.name] else {
                complaints.append("\(sent.name): Attribute does not exist in the schema.")
                continue
            }
            try refuseUnwritable(attribute, named: sent.name, writer, occasion)
            let value = sent.value?.value ?? ""
            try Self.refuseMalformedAddress(sent.name, value)
            if let complaint = Self.complaint(about: value, for: attribute) {
                complaints.append("\(sent.name): \(complaint)")
            }
            values[sent.name] = value
        }
        guard complaints.isEmpty else { throw Self.nonconforming(complaints) }
        return values
    }

    /// The names of required attributes that are not there, in the order of the schema.
    func missing(in values: [String: String]) -> [String] {
        attributes.filter { $0.required == true && $0.name != "sub" }.compactMap(\.name).filter {
            values[$0]?.isEmpty ?? true
        }
    }

    /// Makes sure that who signs up gives every required attribute.
    ///
    /// - Throws: ``Refusal`` that names those which are missing.
    func requireAll(in values: [String: String]) throws {
        let missing = missing(in: values)
        guard missing.isEmpty else {
            throw Self.nonconforming(missing.map { "\($0): The attribute is required" })
        }
    }

    /// Refuses attributes that the writer may not write, or not any more.
    func refuseUnwritable(
        _ attribute: SchemaAttributeType,
        named name: String,
        _ writer: Writer,
        _ occasion: Occasion
    ) throws {
        if name == "sub" || name == "identities" {
            throw Refusal.invalidParameter("Cannot modify the non-mutable attribute \(name)")
        }
        if case .user(let client) = writer {
            guard !Self.verificationFlags.contains(name), attribute.developerOnlyAttribute != true,
                attribute.required == true || client.writes(name)
            else { throw Refusal.notAuthorized("A client attempted to write unauthorized attribute") }
        }
        if attribute.mutable == false, occasion == .update {
            throw Refusal.invalidParameter("user.\(name): Attribute cannot be updated.\n")
        }
    }

    private static func refuseMalformedAddress(_ name: String, _ value: String) throws {
        switch name {
        case "email" where !isEmail(value):
            throw Refusal.invalidParameter("Invalid email address format.")
        case "phone_number" where !isPhoneNumber(value):
            throw Refusal.invalidParameter("Invalid phone number format.")
        default: break
        }
    }

    /// What is answered to attributes that the pool does not have so.
    static func nonconforming(_ complaints: [String]) -> Refusal {
        .invalidParameter(
            "Attributes did not conform to the schema: " + complaints.map { "\($0)\n" }.joined()
        )
    }

    /// One `@` with text on both sides, no white space and no control characters, at most 254 bytes (RFC 5321 §4.5.3.1).
    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f && !$0.properties.isWhitespace }
    }

    /// A plus sign and up to 15 digits (ITU-T E.164).
    private static func isPhoneNumber(_ text: String) -> Bool {
        text.hasPrefix("+") && (2...16).contains(text.utf8.count)
            && text.utf8.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
