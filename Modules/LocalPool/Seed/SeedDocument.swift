internal import ByteCoding
internal import CognitoWire

/// A seed: pools with everything in them.
struct SeedDocument: Sendable {
    let pools: [Pool]

    /// One pool; without a name and an id it is the one made at start.
    struct Pool: Sendable {
        let id: String?
        let name: String?
        /// Members of `CreateUserPool`, in JSON.
        let settings: JSONObject
        /// Members of `SetUserPoolMfaConfig`, in JSON.
        let mfa: JSONObject?
        let clients: [Client]
        let groups: [Group]
        let resourceServers: [JSONObject]
        let users: [(user: SeedUser, position: String)]
        let triggers: [(kind: TriggerKind, setting: TriggerSetting)]
        let position: String
    }

    /// One app client.
    struct Client: Sendable {
        let id: String?
        let name: String?
        let secret: String?
        /// Members of `CreateUserPoolClient`, in JSON.
        let settings: JSONObject
        let position: String
    }

    /// One group.
    struct Group: Sendable {
        let name: String
        let description: String?
        let precedence: Int?
        let role: String?
        let position: String
    }

    /// Reads a seed, in YAML or JSON.
    init(_ bytes: [UInt8]) throws(LocalPoolError) {
        let members = try SeedNode(SeedYAML.value(of: bytes)).members("pools", "users", "groups")
        var pools: [Pool] = []
        for node in try members.list("pools") { pools.append(try Pool(node)) }
        // Users and groups at the top belong to the pool made at start.
        if members["users"] != nil || members["groups"] != nil { pools.insert(try Pool(home: members), at: 0) }
        self.pools = pools
    }
}

extension SeedDocument.Pool {
    fileprivate init(_ node: SeedNode) throws(LocalPoolError) {
        let members = try node.members(
            "id",
            "name",
            "settings",
            "mfa",
            "clients",
            "groups",
            "resourceServers",
            "users",
            "triggers"
        )
        id = try members["id"]?.text()
        name = try members["name"]?.text()
        settings = try members["settings"]?.object() ?? JSONObject()
        mfa = try members["mfa"]?.object()
        clients = try members.list("clients").map { node throws(LocalPoolError) in try SeedDocument.Client(node) }
        groups = try members.list("groups").map { node throws(LocalPoolError) in try SeedDocument.Group(node) }
        resourceServers = try members.list("resourceServers").map { node throws(LocalPoolError) in try node.object() }
        users = try Self.users(members)
        triggers = try Self.triggers(members["triggers"])
        position = node.path
        guard id == nil || name != nil || settings.members.isEmpty else {
            throw node.complaint("a pool with settings needs a name")
        }
    }

    fileprivate init(home members: SeedMembers) throws(LocalPoolError) {
        (id, name, mfa, position) = (nil, nil, nil, "")
        settings = JSONObject()
        (clients, resourceServers, triggers) = ([], [], [])
        groups = try members.list("groups").map { node throws(LocalPoolError) in try SeedDocument.Group(node) }
        users = try Self.users(members)
    }

    private static func users(_ members: SeedMembers) throws(LocalPoolError) -> [(user: SeedUser, position: String)] {
        var users: [(user: SeedUser, position: String)] = []
        for node in try members.list("users") { users.append((try SeedUser(node), node.path)) }
        return users
    }

    private static func triggers(
        _ node: SeedNode?
    ) throws(LocalPoolError) -> [(kind: TriggerKind, setting: TriggerSetting)] {
        guard let node else { return [] }
        var triggers: [(kind: TriggerKind, setting: TriggerSetting)] = []
        for member in try node.object().members {
            guard let kind = TriggerKind(rawValue: member.name) else {
                throw node.complaint(
                    "\(member.name) is not one of \(TriggerKind.all.map(\.rawValue).joined(separator: ", "))"
                )
            }
            let members = try SeedNode(member.value, at: "\(node.path).\(member.name)").members("url", "command")
            triggers.append((kind, try setting(members, node)))
        }
        return triggers
    }

    private static func setting(_ members: SeedMembers, _ node: SeedNode) throws(LocalPoolError) -> TriggerSetting {
        if let url = members["url"] { return .url(try url.text()) }
        let arguments = try members.list("command").map { node throws(LocalPoolError) in try node.text() }
        guard !arguments.isEmpty else { throw node.complaint("a trigger has a url or a command") }
        return .command(arguments)
    }
}

extension SeedDocument.Client {
    fileprivate init(_ node: SeedNode) throws(LocalPoolError) {
        let members = try node.members("id", "name", "secret", "settings")
        id = try members["id"]?.text()
        name = try members["name"]?.text()
        secret = try members["secret"]?.text()
        settings = try members["settings"]?.object() ?? JSONObject()
        position = node.path
        guard id != nil || name != nil else { throw node.complaint("a client has an id or a name") }
    }
}

extension SeedDocument.Group {
    fileprivate init(_ node: SeedNode) throws(LocalPoolError) {
        let members = try node.members("name", "description", "precedence", "role")
        name = try members.required("name").text()
        description = try members["description"]?.text()
        precedence = try members["precedence"]?.integer()
        role = try members["role"]?.text()
        position = node.path
    }
}
