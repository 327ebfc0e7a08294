internal import CognitoWire

/// `AuthParameters` or `ChallengeResponses`: texts by name, of which each flow needs others and ignores the rest.
struct SentParameters {
    private let values: [String: String]

    init(_ values: Sensitive<[String: String]>?) {
        self.values = values?.value ?? [:]
    }

    /// The value of that name, if there is one; an empty one is none.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of that name.
    ///
    /// - Throws: ``Refusal`` if there is none.
    func required(_ name: String) throws -> String {
        guard let value = self[name] else { throw Refusal.missingParameter(name) }
        return value
    }

    /// `USERNAME`, bounded as the model bounds usernames elsewhere.
    func username() throws -> String {
        let username = try required("USERNAME")
        guard username.unicodeScalars.count <= 128 else {
            throw Refusal.invalidParameter(
                "1 validation error detected: Value at 'username' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 128"
            )
        }
        return username
    }

    /// The values whose names begin with `userAttributes.`, by attribute.
    var userAttributes: [AttributeType] {
        values.sorted { $0.key < $1.key }.compactMap { name, value in
            guard name.hasPrefix("userAttributes."), !value.isEmpty else { return nil }
            return AttributeType(name: String(name.dropFirst("userAttributes.".count)), value: Sensitive(value))
        }
    }
}
