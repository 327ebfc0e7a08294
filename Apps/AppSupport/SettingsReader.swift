import Configuration
public import Foundation
import SystemPackage
import Yams

/// Reads the configuration once, at start: flags, then the environment, then the secrets directory, then the file.
///
/// Faults are collected while settings are read, so that a person sees all of them at once; ``finish()`` reports them.
public struct SettingsReader: Sendable {
    private let reader: ConfigReader
    private let flags: Set<String>
    private var faults: [String] = []

    /// What looks like a mistake but stops nothing: keys and variables that mean nothing.
    public let warnings: [String]

    /// Opens the sources.
    ///
    /// - Parameters:
    ///   - flags: What was given on the command line.
    ///   - file: The configuration file that was asked for; otherwise `userpool.yaml` here or in the user's folder.
    ///   - environment: The environment variables.
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured`` if a file cannot be read.
    public init(
        flags: [Setting: String],
        file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws {
        var providers: [any ConfigProvider] = [
            Self.provider("flags", Dictionary(flags.map { ($0.key.key, $0.value) }) { first, _ in first }),
            EnvironmentVariablesProvider(environmentVariables: environment, secretsSpecifier: .all)
                .prefixKeys(with: "userpool"),
        ]
        if let folder = environment[Setting.secretsDirectory.environmentName] ?? environment["CREDENTIALS_DIRECTORY"] {
            providers.append(try await Self.reading(folder) { try await DirectoryFilesProvider(directoryPath: $0) })
        }
        var warnings = Self.unknownVariables(in: environment)
        if let path = file ?? Self.defaultFile(environment: environment) {
            let values = try Self.values(of: path)
            if let profile = flags[.profile] ?? environment[Setting.profile.environmentName] {
                let prefix = "profiles.\(profile)."
                let own = values.filter { $0.key.hasPrefix(prefix) }
                guard !own.isEmpty else {
                    throw Problem(.misconfigured, "\(path) has no profile \(profile); add it under profiles:")
                }
                let bare = own.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
                providers.append(Self.provider("profile", Dictionary(bare) { first, _ in first }))
            }
            providers.append(Self.provider("file", values))
            warnings += Self.unknownKeys(values.keys.sorted(), in: path)
        }
        reader = ConfigReader(providers: providers)
        self.flags = Set(flags.keys.map(\.key))
        self.warnings = warnings
    }

    /// The text of a setting; empty counts as absent.
    public mutating func text(_ setting: Setting) async -> String? {
        do {
            let value = try await reader.fetchString(forKey: ConfigKey(setting.key), isSecret: setting.isSecret)
            return value.flatMap { $0.isEmpty ? nil : $0 }
        } catch {
            faults.append("\(setting.key): not a text")
            return nil
        }
    }

    /// The value of a setting that `parse` makes sense of, or `nil` if it is absent or a fault.
    public mutating func value<Value>(
        _ setting: Setting,
        expected: String,
        _ parse: (String) -> Value?
    ) async -> Value? {
        guard let text = await text(setting) else { return nil }
        if let value = parse(text) { return value }
        faults.append("\(setting.key): \(setting.isSecret ? "the value" : "\"\(text)\"") is not \(expected)")
        return nil
    }

    /// The text of a setting that must be there.
    public mutating func required(_ setting: Setting) async -> String {
        if let text = await text(setting) { return text }
        let flag = setting.flag.map { "\($0), " } ?? ""
        faults.append("\(setting.key) is missing: \(setting.help) (\(flag)\(setting.environmentName) or the file)")
        return ""
    }

    /// Notes a fault that the caller found.
    public mutating func fault(_ setting: Setting, _ text: String) {
        faults.append("\(setting.key): \(text)")
    }

    /// Reports every fault that was found.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/misconfigured``, or ``Problem/Code/usage`` if every fault is of a flag.
    public func finish() throws {
        guard !faults.isEmpty else { return }
        let ofFlags = faults.allSatisfy { fault in flags.contains { fault.hasPrefix("\($0):") } }
        throw Problem(ofFlags ? .usage : .misconfigured, faults.joined(separator: "; "))
    }

    /// `./userpool.yaml`, then `config.yaml` in the user's configuration folder, if one is there.
    private static func defaultFile(environment: [String: String]) -> String? {
        let home = environment["XDG_CONFIG_HOME"] ?? environment["HOME"].map { "\($0)/.config" }
        return ["userpool.yaml", home.map { "\($0)/userpool/config.yaml" }]
            .compactMap { $0 }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    private static func reading<Provider>(
        _ path: String,
        _ open: (FilePath) async throws -> Provider
    ) async throws -> Provider {
        do {
            return try await open(FilePath(path))
        } catch {
            throw Problem(.misconfigured, "\(path) cannot be read: \(error)")
        }
    }

    /// The scalars of a YAML file by key, with full stops between the key's parts; lists have commas between theirs.
    private static func values(of path: String) throws -> [String: String] {
        func flattened(_ node: Node, under prefix: String) -> [(String, String)] {
            if let mapping = node.mapping {
                return mapping.flatMap { key, value in
                    flattened(value, under: (prefix.isEmpty ? "" : "\(prefix).") + (key.string ?? ""))
                }
            }
            if let sequence = node.sequence {
                return [(prefix, sequence.compactMap(\.string).joined(separator: ","))]
            }
            return [(prefix, node.scalar?.string ?? "")]
        }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Problem(.misconfigured, "\(path) cannot be read: \(error.localizedDescription)")
        }
        do {
            guard let document = try Yams.compose(yaml: text) else { return [:] }
            guard document.mapping != nil else { throw Problem(.misconfigured, "\(path) holds no keys and values") }
            return Dictionary(flattened(document, under: "")) { first, _ in first }
        } catch let error as YamlError {
            throw Problem(.misconfigured, "\(path) is not YAML\(error.place)")
        }
    }

    private static func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
        let entries = values.map {
            (AbsoluteConfigKey(ConfigKey($0.key)), ConfigValue(.string($0.value), isSecret: true))
        }
        return InMemoryProvider(name: name, values: Dictionary(entries) { first, _ in first })
    }

    private static func unknownKeys(_ names: [String], in path: String) -> [String] {
        let known = Set(Setting.all.map(\.key))
        return names.compactMap { name in
            let parts = name.split(separator: ".")
            let bare = parts.first == "profiles" ? parts.dropFirst(2).joined(separator: ".") : name
            guard !known.contains(bare), !bare.isEmpty else { return nil }
            return "\(path): \(name) means nothing here" + nearest(to: bare, in: Setting.all.map(\.key))
        }
    }

    private static func unknownVariables(in environment: [String: String]) -> [String] {
        let known = Set(Setting.all.map(\.environmentName))
        return environment.keys.sorted().compactMap { name in
            guard name.hasPrefix("USERPOOL_"), !known.contains(name) else { return nil }
            return "\(name) means nothing here" + nearest(to: name, in: Setting.all.map(\.environmentName))
        }
    }

    private static func nearest(to name: String, in names: [String]) -> String {
        Nearest.name(to: name, in: names).map { "; did you mean \($0)?" } ?? ""
    }
}

extension YamlError {
    /// Where the fault is; the text around it stays out, as it may hold a secret.
    fileprivate var place: String {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            " at line \(mark.line), column \(mark.column): \(problem)"
        default: ""
        }
    }
}
