internal import CognitoWire
internal import GRDB

/// Who changes a user's attributes, and what goes along with it.
struct AttributeUpdate {
    let writer: AttributeSchema.Writer
    /// The caller's client; administrators have none.
    let client: AppClientRecord?
    /// `ClientMetadata` of the caller.
    let metadata: [String: String]?
    /// Whether aliases that name others may be taken.
    let takesAliases: Bool
}

extension Call {
    /// Changes attributes; an empty value removes one.
    ///
    /// A new address is not verified any more. Where the pool verifies such addresses, a code goes there; where it wants
    /// that done first, the user keeps the old one until then.
    ///
    /// - Parameters:
    ///   - sent: Names and values as they were sent.
    ///   - user: Whose they are.
    ///   - update: Who changes them.
    /// - Returns: Where codes went.
    /// - Throws: ``Refusal`` if one cannot be changed so.
    func updateAttributes(
        _ sent: [AttributeType],
        of user: UserRecord,
        _ update: AttributeUpdate
    ) throws -> [CodeDeliveryDetailsType] {
        let pool = try pool(user.poolID)
        let isRemoval = { (attribute: AttributeType) in attribute.value?.value.isEmpty ?? true }
        var changes = try pool.schema.checked(sent.filter { !isRemoval($0) }, writtenBy: update.writer, on: .update)
        let removed = sent.filter(isRemoval).map(\.name).filter { changes[$0] == nil }
        try pool.schema.checkRemoval(of: removed, by: update.writer)
        var codes: [(destination: Destination, isPending: Bool)] = []
        for attribute in ["phone_number", "email"] {
            guard let address = changes[attribute], changes["\(attribute)_verified"] != "true",
                user.attributes[attribute] != address
            else { continue }
            let isPending = pool.verifiesBeforeUpdate(attribute)
            if isPending { changes[attribute] = nil } else { changes["\(attribute)_verified"] = "false" }
            if pool.autoVerifies(attribute) {
                codes.append((Destination(attribute: attribute, address: address), isPending))
            }
        }
        var user = user
        try change(changes, removing: removed, of: &user, takingAliases: update.takesAliases)
        return try codes.compactMap { code in
            guard let purpose = ConfirmationCodeRecord.Purpose(verifying: code.destination.attribute) else {
                return nil
            }
            return try sendCode(
                for: purpose,
                occasion: .updateUserAttribute,
                to: user,
                at: code.destination,
                isPending: code.isPending,
                client: update.client,
                metadata: update.metadata
            )
        }
    }

    /// Removes attributes; with an address goes what is known of it.
    ///
    /// - Throws: ``Refusal`` if one cannot be removed.
    func removeAttributes(_ names: [String], of user: UserRecord, by writer: AttributeSchema.Writer) throws {
        try pool(user.poolID).schema.checkRemoval(of: names, by: writer)
        var user = user
        try change([:], removing: names, of: &user, takingAliases: false)
    }

    /// Gives an attribute the address that its code verifies.
    ///
    /// - Throws: ``Refusal`` if the code is not right, or the address names somebody else by now.
    func verify(_ attribute: String, code: String, of user: UserRecord) throws {
        guard let purpose = ConfirmationCodeRecord.Purpose(verifying: attribute) else {
            throw Refusal.unverifiable(attribute)
        }
        var user = user
        let spent = try spendCode(code, for: purpose, of: user)
        var changes = ["\(attribute)_verified": "true"]
        changes[attribute] = spent.pendingAddress
        try change(changes, removing: [], of: &user, takingAliases: false)
    }

    private func change(
        _ changes: [String: String],
        removing names: [String],
        of user: inout UserRecord,
        takingAliases: Bool
    ) throws {
        var changes = changes
        for name in names {
            changes[name] = ""
            if ConfirmationCodeRecord.Purpose(verifying: name) != nil { changes["\(name)_verified"] = "" }
        }
        for (name, value) in changes where user.attributes[name] ?? "" != value {
            try forgetCodes(sentTo: name, of: user)
        }
        try setAttributes(changes, of: &user, takingAliases: takingAliases)
    }
}

extension UserPoolRecord {
    /// Whether the attribute keeps its old value until a code verifies the new one.
    func verifiesBeforeUpdate(_ attribute: String) -> Bool {
        details.userAttributeUpdateSettings?.attributesRequireVerificationBeforeUpdate?
            .contains { $0.rawValue == attribute } == true
    }
}

extension Refusal {
    /// An attribute that is no address.
    static func unverifiable(_ attribute: String) -> Refusal {
        invalidParameter("\(attribute) cannot be verified: only email and phone_number can")
    }
}
