internal import CognitoWire

/// The attributes that every pool has (OpenID Connect Core 1.0 §5.1), and what may be written to them.
enum AttributeSchema {
    /// The attributes whose truth only the pool or an administrator can say.
    static let verificationFlags: Set<String> = ["email_verified", "phone_number_verified"]

    /// Names of the standard attributes, `sub` and flags included.
    static let standardNames: [String] = [
        "sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile",
        "picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
        "phone_number_verified", "address", "updated_at", "identities",
    ]

    /// The same as `DescribeUserPool` shows them.
    static let standard: [SchemaAttributeType] = standardNames.map { name in
        var attribute = SchemaAttributeType()
        attribute.name = name
        attribute.attributeDataType =
            verificationFlags.contains(name) ? .boolean : name == "updated_at" ? .number : .string
        attribute.developerOnlyAttribute = false
        attribute.mutable = name != "sub"
        attribute.required = name == "sub"
        return attribute
    }

    /// Who writes.
    enum Writer {
        case user(AppClientRecord)
        case administrator
    }

    /// Checks attributes before they are stored.
    ///
    /// - Parameters:
    ///   - attributes: As they were sent.
    ///   - writer: Who sent them.
    /// - Returns: Names and values; of a name that occurs twice the last value counts.
    /// - Throws: ``Refusal`` if a name is unknown, the writer may not write it, or a value is malformed.
    static func checked(_ attributes: [AttributeType]?, writtenBy writer: Writer) throws -> [String: String] {
        var values: [String: String] = [:]
        for attribute in attributes ?? [] {
            let name = attribute.name
            let value = attribute.value?.value ?? ""
            guard standardNames.contains(name) else {
                throw Refusal.invalidParameter(
                    "Attributes did not conform to the schema: \(name): Attribute does not exist in the schema.\n"
                )
            }
            try refuseUnwritable(name, writer)
            try refuseMalformed(name, value)
            values[name] = value
        }
        return values
    }

    private static func refuseUnwritable(_ name: String, _ writer: Writer) throws {
        if name == "sub" || name == "identities" {
            throw Refusal.invalidParameter("Cannot modify the non-mutable attribute \(name)")
        }
        guard case .user(let client) = writer else { return }
        guard client.writes(name), !verificationFlags.contains(name) else {
            throw Refusal.notAuthorized("A client attempted to write unauthorized attribute")
        }
    }

    private static func refuseMalformed(_ name: String, _ value: String) throws {
        switch name {
        case "email" where !isEmail(value):
            throw Refusal.invalidParameter("Invalid email address format.")
        case "phone_number" where !isPhoneNumber(value):
            throw Refusal.invalidParameter("Invalid phone number format.")
        case "email_verified", "phone_number_verified":
            guard value == "true" || value == "false" else {
                throw Refusal.invalidParameter(
                    "Attributes did not conform to the schema: \(name): Attribute must be a boolean\n"
                )
            }
        default: break
        }
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
