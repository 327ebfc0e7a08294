import Foundation

/// The folder that holds generated files and nothing else.
struct GeneratedFolder {
    let path: String

    /// The files that are not as they should be: edited, missing, or left over.
    ///
    /// - Throws: ``WiregenError`` if the folder is not there.
    func stale(comparedWith files: [String: String]) throws -> [String] {
        let present = try names()
        let changed = files.filter { name, text in
            FileManager.default.contents(atPath: "\(path)/\(name)") != Data(text.utf8)
        }
        return (changed.keys + present.filter { files[$0] == nil }).sorted()
    }

    /// Makes the folder hold `files` and no others; files that are as they should be are not touched.
    ///
    /// - Returns: The names of what was written or removed.
    /// - Throws: ``WiregenError`` if a file cannot be written.
    func write(_ files: [String: String]) throws -> [String] {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let stale = try stale(comparedWith: files)
            for name in stale {
                let file = URL(filePath: path).appending(path: name)
                if let text = files[name] {
                    try Data(text.utf8).write(to: file, options: .atomic)
                } else {
                    try FileManager.default.removeItem(at: file)
                }
            }
            return stale
        } catch let error as WiregenError {
            throw error
        } catch {
            throw WiregenError(.file, "\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    private func names() throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw WiregenError(.file, "\(path) is not there; run wiregen at the top of the repository or pass --output")
        }
        return names.filter { $0.hasSuffix(".swift") }
    }
}
