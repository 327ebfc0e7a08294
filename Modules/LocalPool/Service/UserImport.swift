internal import CognitoWire
internal import GRDB

/// What came of an import job.
struct ImportOutcome: Codable, Hashable {
    var imported: Int = 0
    var skipped: Int = 0
    var failed: Int = 0
    /// In the service's words where they are known.
    var message = "Import Job Completed Successfully."
    var isSuccess = true

    /// A job that imported nobody.
    static func failure(_ message: String) -> ImportOutcome {
        ImportOutcome(message: message, isSuccess: false)
    }
}

/// Makes the users of a file.
struct UserImport {
    let call: Call
    let pool: UserPoolRecord

    /// The columns that are no attributes.
    static let usernameColumn = "cognito:username"
    static let factorColumn = "cognito:mfa_enabled"

    /// The columns of a pool's files: the attributes that can be written, and two of the service's own.
    static func columns(of pool: UserPoolRecord) -> [String] {
        let names = pool.schema.attributes.compactMap(\.name).filter { name in
            name != "sub" && name != "identities" && !name.hasPrefix("dev:")
        }
        return names + [factorColumn, usernameColumn]
    }

    /// Makes everybody who can be made; whoever is there already is left alone.
    func run(_ bytes: [UInt8]) throws -> ImportOutcome {
        guard let file = ImportFile(bytes) else { return .failure("The file is no UTF-8, or empty.") }
        guard file.columns.sorted() == Self.columns(of: pool).sorted() else {
            return .failure("The header of the file is not the one that GetCSVHeader shows.")
        }
        var outcome = ImportOutcome()
        for row in file.rows {
            do {
                guard let row else { throw Refusal.invalidParameter("The row has other columns than the header.") }
                try call.db.inSavepoint {
                    try makeUser(row)
                    return .commit
                }
                outcome.imported += 1
            } catch let refusal as Refusal {
                if refusal.code == .usernameExists { outcome.skipped += 1 } else { outcome.failed += 1 }
            }
        }
        if outcome.imported == 0, !file.rows.isEmpty {
            outcome.message = "Too many users have failed or been skipped during the import."
            outcome.isSuccess = false
        }
        return outcome
    }

    /// Makes one user, who has to ask for a password before the first sign-in.
    private func makeUser(_ row: [String: String]) throws {
        let name = try row[Self.usernameColumn].required(Self.usernameColumn)
        let hasFactor = try flag(row[Self.factorColumn].required(Self.factorColumn))
        let sent = row.filter { $0.key != Self.usernameColumn && $0.key != Self.factorColumn }
        let checked = try pool.schema.checked(
            sent.map { AttributeType(name: $0.key, value: Sensitive($0.value)) },
            writtenBy: .administrator,
            on: .creation
        )
        let attributes = try call.named(name, checked, in: pool)
        try pool.schema.requireAll(in: attributes)
        let isVerified = (pool.details.autoVerifiedAttributes ?? []).contains { attribute in
            attributes["\(attribute.rawValue)_verified"] == "true" && attributes[attribute.rawValue] != nil
        }
        guard isVerified else {
            throw Refusal.invalidParameter("No address that the pool verifies is there and verified.")
        }
        var user = try call.makeUser(named: name, status: .resetRequired, in: pool)
        if hasFactor, attributes["phone_number"] != nil {
            user.factors = SecondFactors(sms: true)
        }
        try user.insert(call.db)
        try call.setAttributes(attributes, of: &user)
    }

    private func flag(_ text: String) throws -> Bool {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: throw Refusal.invalidParameter("\(Self.factorColumn) is true or false")
        }
    }
}
