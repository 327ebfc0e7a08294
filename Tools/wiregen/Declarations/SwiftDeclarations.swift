/// What is generated for one service: declarations in Swift's terms, to be rendered without another look at the model.
struct ServiceDeclarations: Equatable {
    /// What the names of the service's own declarations begin with, such as `UserPools`.
    var label: String
    /// The file that the facts come from.
    var source: String
    /// The enumeration that the types live in, or `nil` if they stand at the top level.
    var namespace: String?
    var service: Specification.Service
    var operations: [OperationDeclaration]
    var requests: [StructureDeclaration]
    var responses: [StructureDeclaration]
    var structures: [StructureDeclaration]
    var enumerations: [EnumerationDeclaration]
    var errors: [ConstantDeclaration]
    /// Of the shapes that travel in requests.
    var constraints: [ConstraintDeclaration]
    /// What is asked of texts by a pattern, in requests and in answers.
    var patterns: [ConstraintDeclaration]
    var checks: [CheckDeclaration]
}

/// One operation: an enumeration without cases.
struct OperationDeclaration: Equatable {
    var name: String
    var input: String
    var output: String
    var authentication: Specification.Authentication
    /// Names of constants.
    var errors: [String]
    var members: [MemberNote]
    var pagination: Specification.Pagination?
}

/// What a help text says of a member.
struct MemberNote: Equatable {
    var name: String
    var type: String
    var isRequired: Bool
    var isSensitive: Bool
}

/// One structure with its properties, the required ones first.
struct StructureDeclaration: Equatable {
    var name: String
    var summary: String
    /// Whether it is checked, and conforms to `WireStructure` by its check.
    var isChecked: Bool
    var properties: [Property]

    struct Property: Equatable {
        var name: String
        var wireName: String
        /// Without the question mark.
        var type: String
        var isOptional: Bool
        var summary: String
    }
}

/// One open enumeration.
struct EnumerationDeclaration: Equatable {
    var name: String
    var values: [ConstantDeclaration]
}

/// A constant that stands for a text of the wire.
struct ConstantDeclaration: Hashable {
    var name: String
    var value: String
}

/// What the model asks of one shape.
struct ConstraintDeclaration: Equatable {
    var name: String
    var shape: String
    var minimum: Int?
    var maximum: Int?
    /// As the model spells it.
    var pattern: String?
}

/// The body of one structure's check.
struct CheckDeclaration: Equatable {
    var type: String
    var statements: [Statement]

    /// One call of `WireConstraintCheck`.
    indirect enum Statement: Equatable {
        /// `check.text(value, name, constraint)` and its like.
        case value(Call, value: String, name: String, constraint: String)
        /// `check.structure(value, name)`.
        case structure(value: String, name: String)
        /// `check.elements(value, name) { … }`.
        case elements(value: String, name: String, [Statement])
        /// `check.map(value, name) { … }`.
        case map(value: String, name: String, isSensitive: Bool, [Statement])
    }

    enum Call: String {
        case text, blob, entries, number
    }
}
