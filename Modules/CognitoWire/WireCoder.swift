#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Writes requests and answers as AWS JSON 1.1, and reads them back.
///
/// Both directions work for every structure, so that a client and a server share the types. Members unknown to the type
/// are skipped, `null` counts as absent, times are seconds since 1970 as a number, blobs are base64. Encoding is
/// deterministic: names are sorted.
public struct WireCoder: Sendable {
    /// The `Content-Type` of requests and answers.
    public static let contentType = "application/x-amz-json-1.1"

    /// A coder; it holds no state.
    public init() {}

    /// Writes `value` as a JSON object.
    ///
    /// - Returns: The UTF-8 bytes.
    /// - Throws: ``WireError`` with ``WireError/Code/notEncodable`` if a value has no JSON form.
    public func encode(_ value: some Encodable) throws(WireError) -> [UInt8] {
        try Self.write(value, with: JSONEncoder())
    }

    /// Writes `value` as a JSON object in which every value that the model calls sensitive reads `<redacted>`, for logs.
    ///
    /// - Returns: The UTF-8 bytes.
    /// - Throws: As ``encode(_:)``.
    public func encodeRedacted(_ value: some Encodable) throws(WireError) -> [UInt8] {
        guard let key = CodingUserInfoKey.redactsSensitiveValues else {
            throw WireError(.notEncodable, "what is sensitive cannot be hidden")
        }
        let encoder = JSONEncoder()
        encoder.userInfo[key] = true
        return try Self.write(value, with: encoder)
    }

    private static func write(_ value: some Encodable, with encoder: JSONEncoder) throws(WireError) -> [UInt8] {
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw WireError(encoding: error)
        }
    }

    /// Reads a `Value` from a JSON object.
    ///
    /// - Parameters:
    ///   - type: The structure to read.
    ///   - bytes: UTF-8 bytes; none at all count as an object without members.
    /// - Returns: The structure.
    /// - Throws: ``WireError`` with ``WireError/Code/notJSON``, ``WireError/Code/missingMember``,
    ///   ``WireError/Code/typeMismatch`` or ``WireError/Code/invalidValue``, and the path of the member.
    public func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(WireError) -> Value {
        let data = bytes.isEmpty ? Data("{}".utf8) : Data(bytes)
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            guard Self.isNull(error), let stripped = Self.withoutNulls(data) else { throw WireError(decoding: error) }
            do {
                return try JSONDecoder().decode(type, from: stripped)
            } catch {
                throw WireError(decoding: error)
            }
        }
    }

    private static func isNull(_ error: any Error) -> Bool {
        guard case DecodingError.valueNotFound = error else { return false }
        return true
    }

    /// The same JSON without the `null`s in lists and maps, which the types have no place for; documents lose theirs too.
    private static func withoutNulls(_ data: Data) -> Data? {
        guard let document = try? JSONDecoder().decode(WireDocument.self, from: data) else { return nil }
        return try? JSONEncoder().encode(document.withoutNulls)
    }
}

extension CodingUserInfoKey {
    /// Set where an encoder writes for people's eyes, so that ``Sensitive`` hides what it holds.
    static let redactsSensitiveValues = CodingUserInfoKey(rawValue: "redactsSensitiveValues")
}

extension WireDocument {
    fileprivate var withoutNulls: WireDocument {
        switch self {
        case .array(let elements): .array(elements.filter { $0 != .null }.map(\.withoutNulls))
        case .object(let members): .object(members.filter { $0.value != .null }.mapValues(\.withoutNulls))
        default: self
        }
    }
}

extension WireError {
    fileprivate init(encoding error: any Error) {
        guard case EncodingError.invalidValue(_, let context) = error else {
            self.init(.notEncodable, "cannot be written as JSON")
            return
        }
        self.init(.notEncodable, path: Self.path(context.codingPath), "has no JSON form")
    }

    /// Names the place and the kind; the underlying description stays out, as it may quote what was read.
    fileprivate init(decoding error: any Error) {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            self.init(.missingMember, path: Self.path(context.codingPath + [key]), "is required and missing")
        case DecodingError.valueNotFound(_, let context):
            self.init(.missingMember, path: Self.path(context.codingPath), "is required and null")
        case DecodingError.typeMismatch(let expected, let context):
            let path = Self.path(context.codingPath)
            if path.isEmpty {
                self.init(.notJSON, "the body is JSON, but no object")
            } else {
                self.init(.typeMismatch, path: path, "must be \(Self.jsonName(of: expected))")
            }
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(.invalidValue, path: Self.path(context.codingPath), "has an invalid value")
        default:
            self.init(.notJSON, "the body is not JSON")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }

    private static func jsonName(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "a boolean"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is [Any].Type: "a list"
        default: "an object"
        }
    }
}
