internal import ByteCoding
internal import GRDB

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Bytes as the tables hold them.
struct StoredBytes: Codable, Hashable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes a secret that is to be stored.
    init(_ secret: SecretBytes) {
        self.init(secret.withBytes { bytes in bytes.indices.map { bytes[$0] } })
    }
}

extension StoredBytes: DatabaseValueConvertible {
    var databaseValue: DatabaseValue { Data(bytes).databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> StoredBytes? {
        Data.fromDatabaseValue(value).map { StoredBytes(Array($0)) }
    }
}
