internal import CognitoWire

/// How the schema of a pool is made and grows: attributes are added, and never changed or removed.
extension AttributeSchema {
    /// How many custom attributes a pool may have.
    private static var greatestCustomCount: Int { 50 }

    /// The schema of a new pool: the standard attributes as the request wants them, and its custom ones.
    ///
    /// - Throws: ``Refusal`` if a definition contradicts itself, or what the standard says.
    static func defined(by requested: [SchemaAttributeType]?) throws -> AttributeSchema {
        var schema = AttributeSchema(standard)
        for definition in requested ?? [] {
            guard let name = definition.name else { throw Refusal.missingParameter("Name") }
            if let original = AttributeSchema(standard)[name] {
                let changed = try adjusted(original, named: name, by: definition)
                schema = AttributeSchema(schema.attributes.map { $0.name == name ? changed : $0 })
            } else {
                schema = try schema.adding([definition])
            }
        }
        return schema
    }

    /// The schema with custom attributes more.
    ///
    /// - Throws: ``Refusal`` if a definition contradicts itself, a name is taken, or there are too many.
    func adding(_ definitions: [SchemaAttributeType]) throws -> AttributeSchema {
        var schema = self
        for definition in definitions {
            let added = try Self.custom(definition)
            let name = added.name ?? ""
            guard schema[name] == nil else {
                throw Refusal.invalidParameter("\(name): Existing attribute already has name \(name).")
            }
            schema = AttributeSchema(schema.attributes + [added])
        }
        guard schema.attributes.count - Self.standard.count <= Self.greatestCustomCount else {
            throw Refusal.invalidParameter("A user pool has at most \(Self.greatestCustomCount) custom attributes")
        }
        return schema
    }

    private static func adjusted(
        _ original: SchemaAttributeType,
        named name: String,
        by definition: SchemaAttributeType
    ) throws -> SchemaAttributeType {
        guard definition.attributeDataType ?? original.attributeDataType == original.attributeDataType,
            definition.developerOnlyAttribute != true
        else {
            throw Refusal.invalidParameter(
                "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute "
                    + name
            )
        }
        guard name != "sub" || (definition.mutable != true && definition.required != false) else {
            throw Refusal.invalidParameter("You can not change the standard schema attribute sub")
        }
        var changed = original
        changed.mutable = definition.mutable ?? original.mutable
        changed.required = definition.required ?? original.required
        changed.stringAttributeConstraints =
            definition.stringAttributeConstraints ?? original.stringAttributeConstraints
        changed.numberAttributeConstraints =
            definition.numberAttributeConstraints ?? original.numberAttributeConstraints
        return try withinLimits(changed, named: name)
    }

    private static func custom(_ definition: SchemaAttributeType) throws -> SchemaAttributeType {
        guard let bare = definition.name else { throw Refusal.missingParameter("Name") }
        guard let type = definition.attributeDataType else {
            throw Refusal.invalidParameter(
                "Invalid AttributeDataType input, consider using the provided AttributeDataType enum."
            )
        }
        guard definition.required != true else {
            throw Refusal.invalidParameter("Required custom attributes are not supported currently.")
        }
        let isForDevelopers = definition.developerOnlyAttribute == true
        var attribute = definition
        attribute.name = isForDevelopers ? "dev:custom:\(bare)" : "custom:\(bare)"
        attribute.developerOnlyAttribute = isForDevelopers
        attribute.mutable = definition.mutable ?? true
        attribute.required = false
        if type == .string {
            attribute.stringAttributeConstraints = definition.stringAttributeConstraints ?? .init()
        } else if type == .number {
            attribute.numberAttributeConstraints = definition.numberAttributeConstraints ?? .init()
        }
        return try withinLimits(attribute, named: attribute.name ?? "")
    }

    /// Drops limits of another type, and refuses those that make no sense.
    private static func withinLimits(
        _ attribute: SchemaAttributeType,
        named name: String
    ) throws -> SchemaAttributeType {
        var attribute = attribute
        if attribute.attributeDataType != .string { attribute.stringAttributeConstraints = nil }
        if attribute.attributeDataType != .number { attribute.numberAttributeConstraints = nil }
        if let limits = attribute.stringAttributeConstraints {
            let ends = try [limits.minLength, limits.maxLength].map { text -> Int? in
                guard let text else { return nil }
                guard let length = Int(text), length >= 0 else {
                    throw Refusal.invalidParameter("Invalid StringAttributeConstraints for schema attribute \(name)")
                }
                return length
            }
            guard ends.compactMap(\.self).allSatisfy({ $0 <= greatestLength }) else {
                throw Refusal.invalidParameter(
                    "user.\(name): String attributes cannot have a length of more than \(greatestLength)"
                )
            }
            if let least = ends[0], let most = ends[1], least > most {
                throw Refusal.invalidParameter("user.\(name): Max length cannot be less than min length.")
            }
        }
        if let limits = attribute.numberAttributeConstraints {
            let ends = try [limits.minValue, limits.maxValue].map { text -> Double? in
                guard let text else { return nil }
                guard let value = number(text) else {
                    throw Refusal.invalidParameter("Invalid NumberAttributeConstraints for schema attribute \(name)")
                }
                return value
            }
            if let least = ends[0], let most = ends[1], least > most {
                throw Refusal.invalidParameter("user.\(name): Max value cannot be less than min value.")
            }
        }
        return attribute
    }
}
