import AppSupport
import CognitoJWT
import Foundation

/// The demands that a proxy writes into the query of its request.
///
/// `use`, `client` and `online` stand once, `groups` and `scope` any number of times. A list has commas, plus signs or
/// `%20` between its elements: of one list one element is enough, and where a name stands several times each of its lists
/// counts. `original` ends the demands: all that follows, also behind further `&`, is the request that is asked about.
struct ForwardAuthQuery {
    /// A query that makes no sense: whoever configured the proxy has to mend it.
    struct Mistake: Error, Hashable {
        /// What is wrong and what to write instead.
        let message: String
    }

    private static let names = ["use", "client", "groups", "scope", "online", "original"]

    private let isBelow: Bool
    private var demands = TokenDemands()
    private var seen: Set<String> = []
    private var groups: [[String]] = []
    private var scopes: [[String]] = []

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - query: What follows the question mark, if there is one.
    ///   - isBelow: Whether the path goes on below that of verification. It is then the path of the request that is asked
    ///     about, and so is the query: a client has written it. It may demand more, but not accept more.
    /// - Returns: The demands.
    /// - Throws: ``Mistake``.
    static func demands(in query: String?, isBelow: Bool) throws(Mistake) -> TokenDemands {
        var reading = ForwardAuthQuery(isBelow: isBelow)
        for parameter in (query ?? "").split(separator: "&", omittingEmptySubsequences: true) {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if name == "original", !isBelow { break }
            try reading.take(name, value: parts.count == 2 ? String(parts[1]) : "")
        }
        return try reading.finished()
    }

    private init(isBelow: Bool) {
        self.isBelow = isBelow
    }

    private mutating func take(_ name: String, value: String) throws(Mistake) {
        if isBelow, ["use", "client"].contains(name) {
            throw Mistake(message: "\(name) counts at /v1/verify only, as clients write the query below it")
        }
        switch name {
        case "groups": groups.append(try Self.list(value, of: name))
        case "scope": scopes.append(try Self.list(value, of: name))
        case "use", "client", "online":
            guard seen.insert(name).inserted else { throw Mistake(message: "\(name) stands more than once") }
            try takeOnly(name, value: value)
        case _ where isBelow: break
        default: throw Self.unknown(name)
        }
    }

    private mutating func takeOnly(_ name: String, value: String) throws(Mistake) {
        switch name {
        case "use":
            guard let use = TokenDemands.uses[value] else {
                throw Mistake(message: "use is not one of access, id and either")
            }
            demands.use = use
        case "client": demands.clients = try Self.list(value, of: name)
        default:
            guard ["0", "1"].contains(value) else { throw Mistake(message: "online is not 0 or 1") }
            demands.isOnline = value == "1"
        }
    }

    private func finished() throws(Mistake) -> TokenDemands {
        var demands = demands
        guard !demands.isOnline || demands.use == .access else {
            throw Mistake(message: "online=1 goes with use=access only: the service takes access tokens")
        }
        (demands.groupsAnyOf, demands.groupsAllOf) = try Self.combined(groups, of: "groups")
        (demands.scopesAnyOf, demands.scopesAllOf) = try Self.combined(scopes, of: "scope")
        return demands
    }

    /// Lists of one element are met together, and beside them one list of several.
    private static func combined(
        _ lists: [[String]],
        of name: String
    ) throws(Mistake) -> (anyOf: [String]?, allOf: [String]?) {
        let several = lists.filter { $0.count > 1 }
        guard several.count <= 1 else {
            throw Mistake(message: "only one list of \(name) may have several elements")
        }
        let single = lists.filter { $0.count == 1 }.flatMap(\.self)
        return (several.first, single.isEmpty ? nil : single)
    }

    private static func list(_ value: String, of name: String) throws(Mistake) -> [String] {
        let parts = value.replacing("%20", with: "+").split(omittingEmptySubsequences: false) { "+,".contains($0) }
        var elements: [String] = []
        for part in parts {
            guard let element = part.removingPercentEncoding, !element.isEmpty else {
                throw Mistake(message: "\(name) is not a list: an element is empty or its percent encoding is wrong")
            }
            elements.append(element)
        }
        return elements
    }

    /// An unknown name is only repeated if it looks like one; it may be anything that a client has sent.
    private static func unknown(_ name: String) -> Mistake {
        guard let near = Nearest.name(to: String(name.prefix(16)), in: names) else {
            return Mistake(message: "there is a parameter other than \(names.joined(separator: ", "))")
        }
        return Mistake(message: "there is an unknown parameter much like \(near)")
    }
}
