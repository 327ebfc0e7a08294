import ByteCoding
import Foundation

/// Small JSON files that belong to the configuration.
enum SmallFile {
    private static let maximumByteCount = 1 << 20

    /// The bytes of a file.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured`` if it cannot be read or is longer than 1 MiB.
    static func read(_ path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Problem(.misconfigured, "\(path) cannot be opened")
        }
        do {
            return Array(try handle.read(upToCount: maximumByteCount + 1) ?? Data())
        } catch {
            throw Problem(.misconfigured, "\(path) cannot be read: \(error.localizedDescription)")
        }
    }

    /// The JSON object that a file holds.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured`` if it holds anything else.
    static func object(_ json: [UInt8], named name: String) throws -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONReader(maximumByteCount: maximumByteCount, maximumNameCount: 20_000).read(json)
        } catch {
            let place = error.offset.map { " (at byte \($0))" } ?? ""
            throw Problem(.misconfigured, "\(name) is not strict JSON: \(error.message)\(place)")
        }
        guard let object = value.object else { throw Problem(.misconfigured, "\(name) holds JSON, but no object") }
        return object
    }
}
