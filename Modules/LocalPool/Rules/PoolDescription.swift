internal import ByteCoding
internal import CognitoJWTSigning
internal import CognitoWire
internal import GRDB

/// A pool and its clients as another service describes them.
struct PoolDescription: Sendable {
    private let id: String
    private let pool: UserPoolType
    private let clients: [(id: String, details: UserPoolClientType)]

    /// Reads a description.
    ///
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/malformedDescription``.
    init(json: [UInt8]) throws(LocalPoolError) {
        do {
            let document = try WireCoder().decode(WireDocument.self, from: json)
            (id, pool) = try Self.readPool(document["UserPool"] ?? document)
            clients = try Self.readClients(document["UserPoolClients"] ?? .array([]), poolID: id)
        } catch let error as LocalPoolError {
            throw error
        } catch let refusal as Refusal {
            throw LocalPoolError(.malformedDescription, refusal.message)
        } catch let error as WireError {
            throw LocalPoolError(.malformedDescription, error.description)
        } catch {
            throw LocalPoolError(.malformedDescription, "the description cannot be read")
        }
    }

    /// Stores the pool with its clients.
    ///
    /// - Parameters:
    ///   - db: The store.
    ///   - keys: The pool's keys.
    ///   - time: When it is made here.
    /// - Returns: The pool.
    /// - Throws: ``LocalPoolError`` with ``LocalPoolError/Code/conflictingIdentifier`` before anything is written.
    func store(in db: Database, keys: [SigningKey], at time: UnixTime) throws -> UserPoolRecord {
        guard try !UserPoolRecord.exists(db, key: id) else {
            throw LocalPoolError(.conflictingIdentifier, "there is a user pool \(id) already")
        }
        for client in clients where try AppClientRecord.exists(db, key: client.id) {
            throw LocalPoolError(.conflictingIdentifier, "there is a client \(client.id) already")
        }
        let asksForMFA = pool.mfaConfiguration == .on || pool.mfaConfiguration == .optional
        let factors = PoolFactors(
            usesSMS: asksForMFA && pool.smsConfiguration != nil,
            usesSoftwareToken: asksForMFA
        )
        let record = UserPoolRecord(id: id, details: pool, factors: factors, at: time)
        try record.insert(db)
        try Keyring.store(keys, of: id, in: db)
        for client in clients {
            try AppClientRecord(id: client.id, poolID: id, details: client.details, at: time).insert(db)
        }
        return record
    }

    private static func readPool(_ document: WireDocument) throws -> (String, UserPoolType) {
        let members = try members(of: document)
        var details = try read(UserPoolType.self, from: members)
        guard let id = details.id else { throw malformed("Id is missing") }
        do throws(LocalPoolError) {
            try LocalPoolConfiguration.checkPoolID(id)
        } catch {
            throw malformed("Id: \(error.message)")
        }
        guard details.name != nil else { throw malformed("Name is missing") }
        let schema = details.schemaAttributes ?? AttributeSchema.standard
        try check(schema)
        details.schemaAttributes = schema
        // What the model says of a request holds here too, but for the schema, whose own names are longer.
        var request = members
        (request["PoolName"], request["Schema"]) = (members["Name"], nil)
        try refuseViolations(of: read(CreateUserPoolRequest.self, from: request))
        (details.id, details.arn, details.estimatedNumberOfUsers) = (nil, nil, nil)
        (details.domain, details.customDomain) = (nil, nil)
        return (id, details)
    }

    private static func check(_ schema: [SchemaAttributeType]) throws {
        let names = schema.compactMap(\.name)
        guard names.count == schema.count, Set(names).count == names.count else {
            throw malformed("SchemaAttributes: each has a name of its own")
        }
        for attribute in schema where attribute.attributeDataType.map(AttributeDataType.known.contains) != true {
            throw malformed("SchemaAttributes: \(attribute.name ?? "") has no type that the service has")
        }
        let standard = AttributeSchema.standard.compactMap(\.name).filter { $0 != "identities" }
        guard Set(names).isSuperset(of: standard) else {
            throw malformed("SchemaAttributes: a standard attribute is missing")
        }
    }

    private static func readClients(
        _ document: WireDocument,
        poolID: String
    ) throws -> [(id: String, details: UserPoolClientType)] {
        guard case .array(let elements) = document else { throw malformed("UserPoolClients is not a list") }
        var clients: [(id: String, details: UserPoolClientType)] = []
        for element in elements {
            var members = try members(of: element["UserPoolClient"] ?? element)
            var details = try read(UserPoolClientType.self, from: members)
            guard let id = details.clientID?.value, ClientNaming.isID(id) else {
                throw malformed("UserPoolClients: a ClientId is missing or malformed")
            }
            guard details.userPoolID ?? poolID == poolID else {
                throw malformed("UserPoolClients: \(id) is a client of another pool")
            }
            guard !clients.contains(where: { $0.id == id }) else {
                throw malformed("UserPoolClients: \(id) is there twice")
            }
            members["UserPoolId"] = .string(poolID)
            // The name of a client whose id was asked for breaks the model's pattern.
            if let id = details.clientName.flatMap(ClientNaming.wantedID) { members["ClientName"] = .string(id) }
            try refuseViolations(of: read(CreateUserPoolClientRequest.self, from: members))
            (details.clientID, details.userPoolID) = (nil, nil)
            clients.append((id, details))
        }
        return clients
    }

    /// The members of an object but for its moments, which tools print in forms of their own.
    private static func members(of document: WireDocument) throws -> [String: WireDocument] {
        guard case .object(var members) = document else { throw malformed("a description is an object") }
        members["CreationDate"] = nil
        members["LastModifiedDate"] = nil
        return members
    }

    private static func read<Value: Decodable>(
        _ type: Value.Type,
        from members: [String: WireDocument]
    ) throws -> Value {
        let coder = WireCoder()
        return try coder.decode(type, from: coder.encode(WireDocument.object(members)))
    }

    private static func refuseViolations(of value: some WireStructure) throws {
        if let refusal = RequestCheck.refusal(for: value.constraintViolations()) { throw refusal }
        try RequestCheck.refuseUnknownValues(in: value)
    }

    private static func malformed(_ message: String) -> LocalPoolError {
        LocalPoolError(.malformedDescription, message)
    }
}
