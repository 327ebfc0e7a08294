internal import CognitoWire
internal import GRDB
internal import Synchronization

/// What one column holds as JSON: settings, in the wire's own structures, and short lists.
///
/// Decoding them costs more than everything else about a call's lookup, so a text that was read before is not decoded again.
@propertyWrapper struct StoredJSON<Value: StoredSettings>: Codable, Sendable {
    var wrappedValue: Value

    init(wrappedValue: Value) {
        self.wrappedValue = wrappedValue
    }

    init(from decoder: any Decoder) throws {
        wrappedValue = try Value(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try wrappedValue.encode(to: encoder)
    }
}

extension StoredJSON: DatabaseValueConvertible {
    /// The JSON; nothing, which the columns refuse, if the settings had no such form.
    var databaseValue: DatabaseValue {
        guard let json = try? WireCoder().encode(wrappedValue) else { return .null }
        return String(decoding: json, as: UTF8.self).databaseValue
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> StoredJSON? {
        guard let text = String.fromDatabaseValue(value), let settings = try? Value.decodedTexts.value(of: text) else {
            return nil
        }
        return StoredJSON(wrappedValue: settings)
    }
}

/// Settings that are read far more often than they change.
protocol StoredSettings: Codable, Sendable {
    /// What their texts mean.
    static var decodedTexts: DecodedTexts<Self> { get }
}

/// What texts mean that were read before.
///
/// A text means the same whenever and by whomever it is read, in a transaction that is rolled back too: so nothing here
/// can be out of date, and texts are forgotten for want of room alone.
final class DecodedTexts<Value: Decodable & Sendable>: Sendable {
    private let capacity: Int
    private let values = Mutex<[String: Value]>([:])

    init(capacity: Int = 256) {
        self.capacity = capacity
    }

    /// The value that a text stands for.
    ///
    /// - Throws: `WireError` if it stands for none.
    func value(of text: String) throws(WireError) -> Value {
        if let known = values.withLock({ $0[text] }) { return known }
        let value = try WireCoder().decode(Value.self, from: Array(text.utf8))
        values.withLock { values in
            if values.count >= capacity { values.removeAll(keepingCapacity: true) }
            values[text] = value
        }
        return value
    }

    /// How many texts are remembered.
    var count: Int { values.withLock { $0.count } }
}

extension Array: StoredSettings where Element == ClientSecret {
    static var decodedTexts: DecodedTexts<Self> { ClientSecret.decodedLists }
}

extension Dictionary: StoredSettings where Key == String, Value == String {
    static var decodedTexts: DecodedTexts<Self> { UserRecord.decodedAttributes }
}

extension UserPoolType: StoredSettings {
    static let decodedTexts = DecodedTexts<UserPoolType>()
}

extension UserPoolClientType: StoredSettings {
    static let decodedTexts = DecodedTexts<UserPoolClientType>()
}
