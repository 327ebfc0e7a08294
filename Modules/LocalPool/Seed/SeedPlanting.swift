internal import ByteCoding
internal import CognitoWire
internal import GRDB

/// Makes what a seed says, all in one call: either everything is there afterwards, or nothing of it.
///
/// Pools, clients, groups and users that are there are left as they are.
struct SeedPlanting {
    let call: Call
    /// The pool made at start.
    let homeID: String
    let environment: PoolEnvironment
    /// Whether triggers may be programs.
    var allowsPrograms = true
    private(set) var report = SeedReport()
    /// The triggers that are to be set once everything holds.
    private(set) var triggers: [TriggerRecord] = []

    init(in call: Call, homeID: String, environment: PoolEnvironment) {
        (self.call, self.homeID, self.environment) = (call, homeID, environment)
    }

    /// Makes one pool with everything in it.
    ///
    /// - Throws: ``LocalPoolError`` that says where the seed does not do.
    mutating func plant(_ seed: SeedDocument.Pool) throws {
        let pool = try findOrMake(seed)
        if let mfa = seed.mfa {
            let settings = mfa.setting("UserPoolId", to: .string(pool.id))
            try run(SetUserPoolMfaConfig.self, settings, at: "\(seed.position).mfa")
        }
        for client in seed.clients { try plant(client, in: pool) }
        for group in seed.groups { try plant(group, in: pool) }
        for (number, server) in seed.resourceServers.enumerated() {
            try plant(server, at: "\(seed.position).resourceServers[\(number)]", in: pool)
        }
        for trigger in seed.triggers { try plant(trigger, at: seed.position, in: pool) }
        try plant(seed.users, in: call.pool(pool.id), at: seed.position)
    }

    /// A trigger takes the place of the one before.
    private mutating func plant(
        _ trigger: (kind: TriggerKind, setting: TriggerSetting),
        at position: String,
        in pool: UserPoolRecord
    ) throws {
        guard allowsPrograms || trigger.setting.command == nil else {
            let text = "a program is set by the seed file of the pool's start alone"
            throw LocalPoolError(.invalidSeed, "\(position).triggers.\(trigger.kind): \(text)")
        }
        do throws(LocalPoolError) {
            _ = try environment.handler(of: trigger.setting)
        } catch {
            throw LocalPoolError(.invalidSeed, "\(position).triggers.\(trigger.kind): \(error.message)")
        }
        let record = TriggerRecord(poolID: pool.id, kind: trigger.kind, setting: trigger.setting)
        try record.save(call.db)
        triggers.append(record)
    }

    private mutating func findOrMake(_ seed: SeedDocument.Pool) throws -> UserPoolRecord {
        if let known = try knownPool(seed) {
            report.kept.pools += 1
            return known
        }
        guard let name = seed.name else {
            let text = "there is no pool \(seed.id ?? ""); a new one needs a name"
            throw LocalPoolError(.invalidSeed, "\(seed.position): \(text)")
        }
        var settings = seed.settings.setting("PoolName", to: .string(name))
        if let id = seed.id {
            let tags = (settings["UserPoolTags"]?.object ?? JSONObject()).setting(
                PoolSettings.customIDTag,
                to: .string(id)
            )
            settings = settings.setting("UserPoolTags", to: .object(tags))
        }
        let made = try run(CreateUserPool.self, settings, at: "\(seed.position).settings")
        report.made.pools += 1
        return try call.pool(made.userPool?.id ?? "")
    }

    private func knownPool(_ seed: SeedDocument.Pool) throws -> UserPoolRecord? {
        if let id = seed.id { return try UserPoolRecord.fetchOne(call.db, key: id) }
        guard let name = seed.name else { return try UserPoolRecord.fetchOne(call.db, key: homeID) }
        return try UserPoolRecord.order(Column("createdAt"), Column("id")).fetchAll(call.db)
            .first { $0.details.name == name }
    }

    private mutating func plant(_ seed: SeedDocument.Client, in pool: UserPoolRecord) throws {
        let clients = try AppClientRecord.filter(Column("poolID") == pool.id).fetchAll(call.db)
        let known = clients.contains { client in
            seed.id.map { client.id == $0 } ?? (client.details.clientName == seed.name)
        }
        guard !known else {
            report.kept.clients += 1
            return
        }
        let name = seed.name ?? seed.id ?? ""
        let settings = seed.settings
            .setting("UserPoolId", to: .string(pool.id))
            .setting("ClientName", to: .string(seed.id.map { "\(PoolSettings.customIDTag):\($0)" } ?? name))
            .setting("ClientSecret", to: seed.secret.map { .string($0) })
        let made = try run(CreateUserPoolClient.self, settings, at: seed.position)
        report.made.clients += 1
        guard var client = try AppClientRecord.fetchOne(call.db, key: made.userPoolClient?.clientID?.value) else {
            return
        }
        client.details.clientName = name
        try client.update(call.db)
    }

    private mutating func plant(_ seed: SeedDocument.Group, in pool: UserPoolRecord) throws {
        let key = ["poolID": pool.id, "key": GroupRecord.key(of: seed.name)]
        guard try GroupRecord.fetchOne(call.db, key: key) == nil else {
            report.kept.groups += 1
            return
        }
        let request = CreateGroupRequest(
            groupName: seed.name,
            userPoolID: pool.id,
            description: seed.description,
            precedence: seed.precedence,
            roleARN: seed.role
        )
        try perform(CreateGroup.self, request, at: seed.position)
        report.made.groups += 1
    }

    private func plant(_ server: JSONObject, at position: String, in pool: UserPoolRecord) throws {
        let settings = server.setting("UserPoolId", to: .string(pool.id))
        let identifier = server["Identifier"]?.string ?? ""
        guard try call.knownResourceServer(identifier, in: pool) == nil else { return }
        try run(CreateResourceServer.self, settings, at: position)
    }

    private mutating func plant(
        _ users: [(user: SeedUser, position: String)],
        in pool: UserPoolRecord,
        at position: String
    ) throws {
        guard !users.isEmpty else { return }
        let load = UserLoad(pool: pool, now: call.now, random: environment.random)
        let prepared = try call.outside("users of \(position)") { try await load.prepare(users) }
        let made = try load.store(prepared, in: call.db)
        report.made.users += made
        report.kept.users += users.count - made
    }

    /// Performs an operation whose request is written in the seed, in the service's own words.
    @discardableResult
    private func run<Operation: LocalOperation>(
        _ operation: Operation.Type,
        _ settings: JSONObject,
        at position: String
    ) throws -> Operation.Draft {
        let coder = WireCoder()
        let request: Operation.Input
        do throws(WireError) {
            request = try coder.decode(Operation.Input.self, from: Array(settings.text.utf8))
        } catch {
            throw LocalPoolError(.invalidSeed, "\(position): \(error.description)")
        }
        // What the model does not know would be ignored, and so is more likely a slip.
        let understood = try JSONReader(maximumByteCount: 1 << 20).read(coder.encode(request))
        if let ignored = JSONValue.object(settings).firstMember(missingIn: understood) {
            throw LocalPoolError(.invalidSeed, "\(position): \(ignored) is no setting of \(Operation.name)")
        }
        return try perform(operation, request, at: position)
    }

    @discardableResult
    private func perform<Operation: LocalOperation>(
        _ operation: Operation.Type,
        _ request: Operation.Input,
        at position: String
    ) throws -> Operation.Draft {
        do {
            if let refusal = RequestCheck.refusal(for: operation.violations(of: request)) { throw refusal }
            return try operation.perform(request, in: call)
        } catch let refusal as Refusal {
            throw LocalPoolError(.invalidSeed, "\(position): \(refusal.message)")
        }
    }
}

extension JSONValue {
    /// The path of a member that another value, with the same shape, lacks.
    fileprivate func firstMember(missingIn other: JSONValue) -> String? {
        switch (self, other) {
        case (.object(let object), .object(let known)):
            for member in object.members where !member.value.isNull {
                guard let counterpart = known[member.name] else { return member.name }
                if let path = member.value.firstMember(missingIn: counterpart) { return "\(member.name).\(path)" }
            }
            return nil
        case (.array(let elements), .array(let known)):
            return zip(elements, known).lazy.compactMap { $0.firstMember(missingIn: $1) }.first
        default: return nil
        }
    }
}
