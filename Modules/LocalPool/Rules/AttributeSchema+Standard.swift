internal import CognitoWire

/// The attributes that every pool has (OpenID Connect Core 1.0 §5.1).
extension AttributeSchema {
    /// The attributes whose truth only the pool or an administrator can say.
    static let verificationFlags: Set<String> = ["email_verified", "phone_number_verified"]

    /// What a pool has whose settings say nothing of attributes.
    static let standard: [SchemaAttributeType] = standardNames.map { name in
        var attribute = SchemaAttributeType()
        attribute.name = name
        attribute.developerOnlyAttribute = false
        attribute.mutable = name != "sub"
        attribute.required = name == "sub"
        switch name {
        case "email_verified", "phone_number_verified":
            attribute.attributeDataType = .boolean
        case "updated_at":
            attribute.attributeDataType = .number
            attribute.numberAttributeConstraints = NumberAttributeConstraintsType(minValue: "0")
        default:
            attribute.attributeDataType = .string
            attribute.stringAttributeConstraints = lengths(of: name)
        }
        return attribute
    }

    private static let standardNames = [
        "sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile",
        "picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
        "phone_number_verified", "address", "updated_at", "identities",
    ]

    private static func lengths(of name: String) -> StringAttributeConstraintsType {
        switch name {
        case "sub": StringAttributeConstraintsType(maxLength: "2048", minLength: "1")
        case "birthdate": StringAttributeConstraintsType(maxLength: "10", minLength: "10")
        case "identities": StringAttributeConstraintsType()
        default: StringAttributeConstraintsType(maxLength: "2048", minLength: "0")
        }
    }
}
