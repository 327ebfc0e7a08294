import Foundation

/// A file that holds a service's model in any of the known formats.
struct ModelFile {
    let path: String

    /// Reads the facts: of a checked-in specification, of botocore's `service-2.json` (plain or gzip, and with
    /// `paginators-1.json` beside it), or of a Smithy 2.0 JSON AST.
    ///
    /// - Throws: ``WiregenError`` if the file cannot be read, or is in no known format.
    func specification() throws -> Specification {
        let data = try contents(of: path)
        let decoder = JSONDecoder()
        do {
            let format = try decoder.decode(Format.self, from: data)
            if format.smithy != nil {
                return try decoder.decode(SmithyModel.self, from: data).specification()
            } else if format.metadata != nil {
                let model = try decoder.decode(BotocoreModel.self, from: data)
                return try model.specification(paginators: paginators())
            } else if format.service != nil {
                return try decoder.decode(Specification.self, from: data).limited()
            }
        } catch let error as DecodingError {
            throw WiregenError(.format, "\(path) is damaged: \(error.reason)")
        }
        let known = "a specification of wiregen, botocore's service-2.json(.gz), or a Smithy 2.0 JSON AST"
        throw WiregenError(.format, "\(path) is in no known format; pass \(known)")
    }

    /// The members by which the formats are told apart.
    private struct Format: Decodable {
        var smithy: String?
        var metadata: Member?
        var service: Member?

        struct Member: Decodable {}
    }

    private func paginators() throws -> BotocoreModel.Paginators? {
        let folder = URL(filePath: path).deletingLastPathComponent()
        for name in ["paginators-1.json", "paginators-1.json.gz"] {
            let file = folder.appending(path: name).path
            guard FileManager.default.fileExists(atPath: file) else { continue }
            return try JSONDecoder().decode(BotocoreModel.Paginators.self, from: contents(of: file))
        }
        return nil
    }

    /// The bytes of a file, unpacked by `gzip -dc` if they begin as gzip does.
    private func contents(of path: String) throws -> Data {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw WiregenError(.file, "\(path) cannot be read; check that the path is right and the file readable")
        }
        return data.starts(with: [0x1F, 0x8B]) ? try Self.unpacked(path) : data
    }

    private static func unpacked(_ path: String) throws -> Data {
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", "--", path]
        let output = Pipe()
        gzip.standardOutput = output
        gzip.standardError = FileHandle.nullDevice
        do {
            try gzip.run()
        } catch {
            throw WiregenError(.file, "\(path) is gzip, and gzip cannot be run; install it or unpack the file")
        }
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else {
            throw WiregenError(.file, "\(path) cannot be unpacked by gzip: it is damaged, or gzip is not installed")
        }
        return data
    }
}

extension DecodingError {
    /// Where and what, in one line.
    fileprivate var reason: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.place(context)) lacks \"\(key.stringValue)\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(Self.place(context)): \(context.debugDescription)"
        @unknown default: "not as expected"
        }
    }

    private static func place(_ context: Context) -> String {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? "the top level" : path
    }
}
