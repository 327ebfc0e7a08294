import ByteCoding
import CognitoWire
import Testing

@testable import LocalPool

@Suite("The schema of a pool") struct SchemaTests {
    private let client = AppClientRecord(id: "c", poolID: "p", details: UserPoolClientType(), at: .init(seconds: 0))

    @Test(
        "values that fit their type are taken",
        arguments: [
            ("custom:level", "3"), ("custom:level", "2.5"), ("custom:since", "2026-01-02"),
            ("custom:since", "2026-01-02T03:04:05.678+09:00"), ("custom:since", "1767413045"),
            ("custom:active", "true"), ("custom:nick", "ab"), ("birthdate", "1970-01-01"), ("updated_at", "12"),
        ]
    )
    func fitting(name: String, value: String) throws {
        #expect(try check(name, value) == [name: value])
    }

    @Test(
        "values that do not fit are refused in the service's frame",
        arguments: [
            ("custom:level", "eleven"), ("custom:level", "11"), ("custom:level", "-1"), ("custom:level", "1e1"),
            ("custom:level", "0x1"), ("custom:level", "nan"), ("custom:since", "yesterday"),
            ("custom:since", "2026-01-02T"), ("custom:active", "yes"), ("custom:nick", "a"),
            ("custom:nick", "abcdef"), ("birthdate", "1970"), ("updated_at", "-1"), ("name", "\(2049)×"),
        ]
    )
    func misfitting(name: String, value: String) {
        let value = value.hasSuffix("×") ? String(repeating: "x", count: 2049) : value
        let refusal = #expect(throws: Refusal.self) { try check(name, value) }
        #expect(refusal?.code == .invalidParameter)
        #expect(refusal?.message.hasPrefix("Attributes did not conform to the schema: \(name): ") == true)
    }

    @Test("whoever signs up gives what is required")
    func required() throws {
        let schema = try AttributeSchema.defined(by: [
            SchemaAttributeType(name: "email", required: true), SchemaAttributeType(name: "name", required: true),
        ])
        #expect(schema.missing(in: ["email": "a@example.com"]) == ["name"])
        #expect(throws: Never.self) { try schema.requireAll(in: ["email": "a@example.com", "name": "A"]) }
        let refusal = #expect(throws: Refusal.self) { try schema.requireAll(in: [:]) }
        #expect(
            refusal?.message
                == "Attributes did not conform to the schema: name: The attribute is required\n"
                + "email: The attribute is required\n"
        )
    }

    @Test("what cannot change is written at the beginning only")
    func immutable() throws {
        let schema = try AttributeSchema.defined(by: [SchemaAttributeType(mutable: false, name: "nickname")])
        let sent = [AttributeType(name: "nickname", value: "Al")]
        #expect(try schema.checked(sent, writtenBy: .user(client), on: .creation) == ["nickname": "Al"])
        let refusal = #expect(throws: Refusal.self) {
            try schema.checked(sent, writtenBy: .administrator, on: .update)
        }
        #expect(refusal == .invalidParameter("user.nickname: Attribute cannot be updated.\n"))
    }

    @Test("what developers alone may write is not for users")
    func developers() throws {
        let schema = try schema()
        let sent = [AttributeType(name: "dev:custom:score", value: "1")]
        #expect(try schema.checked(sent, writtenBy: .administrator, on: .update).count == 1)
        let refusal = #expect(throws: Refusal.self) { try schema.checked(sent, writtenBy: .user(client), on: .update) }
        #expect(refusal == .notAuthorized("A client attempted to write unauthorized attribute"))
        #expect(!client.reads("dev:custom:score") && client.reads("custom:level"))
    }

    @Test(
        "definitions that make no sense are refused",
        arguments: [
            (
                SchemaAttributeType(name: "x"),
                "Invalid AttributeDataType input, consider using the provided AttributeDataType enum."
            ),
            (
                SchemaAttributeType(attributeDataType: .string, name: "x", required: true),
                "Required custom attributes are not supported currently."
            ),
            (
                SchemaAttributeType(attributeDataType: .number, name: "email"),
                "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email"
            ),
            (
                SchemaAttributeType(
                    attributeDataType: .string,
                    name: "x",
                    stringAttributeConstraints: .init(maxLength: "1", minLength: "2")
                ), "user.custom:x: Max length cannot be less than min length."
            ),
            (
                SchemaAttributeType(
                    attributeDataType: .string,
                    name: "x",
                    stringAttributeConstraints: .init(maxLength: "2049")
                ), "user.custom:x: String attributes cannot have a length of more than 2048"
            ),
            (
                SchemaAttributeType(
                    attributeDataType: .number,
                    name: "x",
                    numberAttributeConstraints: .init(maxValue: "1", minValue: "2")
                ), "user.custom:x: Max value cannot be less than min value."
            ),
            (
                SchemaAttributeType(
                    attributeDataType: .number,
                    name: "x",
                    numberAttributeConstraints: .init(maxValue: "many")
                ), "Invalid NumberAttributeConstraints for schema attribute custom:x"
            ),
            (
                SchemaAttributeType(attributeDataType: .string, name: "nick"),
                "custom:nick: Existing attribute already has name custom:nick."
            ),
        ]
    )
    func senseless(definition: SchemaAttributeType, message: String) throws {
        let schema = try schema()
        let refusal = #expect(throws: Refusal.self) {
            definition.name == "email"
                ? try AttributeSchema.defined(by: [definition]) : try schema.adding([definition])
        }
        #expect(refusal == .invalidParameter(message))
    }

    @Test("a pool has fifty custom attributes at most")
    func count() throws {
        let definitions = (0..<50).map { SchemaAttributeType(attributeDataType: .string, name: "a\($0)") }
        let full = try AttributeSchema.defined(by: definitions)
        #expect(full.attributes.count == AttributeSchema.standard.count + 50)
        let refusal = #expect(throws: Refusal.self) {
            try full.adding([SchemaAttributeType(attributeDataType: .string, name: "b")])
        }
        #expect(refusal == .invalidParameter("A user pool has at most 50 custom attributes"))
    }

    @Test("a text is decoded once, and forgotten for want of room alone")
    func decodedTexts() throws {
        let texts = DecodedTexts<UserPoolType>(capacity: 2)
        for name in ["a", "b", "a", "b"] {
            #expect(try texts.value(of: "{\"Name\":\"\(name)\"}").name == name)
        }
        #expect(texts.count == 2)
        #expect(try texts.value(of: "{\"Name\":\"c\"}").name == "c")
        #expect(texts.count == 1)
        #expect(throws: WireError.self) { try texts.value(of: "{") }
    }

    private func check(_ name: String, _ value: String) throws -> [String: String] {
        try schema().checked(
            [AttributeType(name: name, value: Sensitive(value))],
            writtenBy: .user(client),
            on: .creation
        )
    }

    private func schema() throws -> AttributeSchema {
        try AttributeSchema.defined(by: [
            SchemaAttributeType(
                attributeDataType: .number,
                name: "level",
                numberAttributeConstraints: .init(maxValue: "10", minValue: "0")
            ),
            SchemaAttributeType(attributeDataType: .dateTime, name: "since"),
            SchemaAttributeType(attributeDataType: .boolean, name: "active"),
            SchemaAttributeType(
                attributeDataType: .string,
                name: "nick",
                stringAttributeConstraints: .init(maxLength: "5", minLength: "2")
            ),
            SchemaAttributeType(attributeDataType: .number, developerOnlyAttribute: true, name: "score"),
        ])
    }
}
