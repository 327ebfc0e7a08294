internal import ByteCoding
internal import CognitoWire

/// When a user is looked for elsewhere.
enum UserMigrationSource: String {
    case authentication = "UserMigration_Authentication"
    case forgotPassword = "UserMigration_ForgotPassword"
}

/// A user that the trigger brought from elsewhere.
struct MigratedUser: Equatable {
    /// Unchecked, without `sub`; at least one.
    let attributes: [String: String]
    /// `CONFIRMED` unless the trigger says otherwise; after a forgotten password `RESET_REQUIRED` is meant too.
    let status: UserStatusType
    /// No welcome is sent.
    let isWelcomeSuppressed: Bool
    /// How the welcome travels; by text message unless the trigger says otherwise.
    let deliveryMediums: [DeliveryMediumType]
    /// Whether the user takes over aliases that others have.
    let forcesAlias: Bool
}

extension Call {
    /// Asks for a user that the pool does not have; does nothing if the pool has no such trigger.
    ///
    /// - Parameters:
    ///   - source: When.
    ///   - username: The name as it was sent.
    ///   - password: The password as it was sent; `nil` after a forgotten one.
    ///   - client: The caller's client.
    ///   - pool: Where.
    ///   - validationData: `ClientMetadata` of `InitiateAuth`, which the service calls so here.
    ///   - metadata: `ClientMetadata` of the other operations.
    /// - Returns: The user to be made, whose password no policy is applied to; `nil` if there is none, or if the trigger
    ///   refuses and the client hides users.
    /// - Throws: ``Refusal`` if the trigger refuses or fails.
    func migrateUser(
        _ source: UserMigrationSource,
        username: String,
        password: String?,
        client: AppClientRecord,
        in pool: UserPoolRecord,
        validationData: [String: String]?,
        metadata: [String: String]?
    ) throws -> MigratedUser? {
        guard has(.userMigration, in: pool) else { return nil }
        do {
            return try migrated(
                ask(
                    TriggerInvocation(
                        .userMigration,
                        source: source.rawValue,
                        about: TriggerSubject(poolID: pool.id, clientID: client.id, username: username),
                        request: [
                            ("password", .text(password)),
                            ("validationData", validationData.map { .texts($0) } ?? .null),
                        ],
                        metadata: metadata,
                        response: [
                            "userAttributes", "forceAliasCreation", "enableSMSMFA", "finalUserStatus",
                            "messageAction", "desiredDeliveryMediums",
                        ].map { ($0, .null) }
                    )
                )
            )
        } catch let refusal as Refusal {
            guard client.hidesUsers, refusal.code == .userLambdaValidation else { throw refusal }
            return nil
        }
    }

    private func migrated(_ answer: TriggerAnswer) throws -> MigratedUser? {
        guard var attributes = try answer.texts("userAttributes"), !attributes.isEmpty else { return nil }
        for name in ["sub", "username", "cognito:user_status"] { attributes[name] = nil }
        let status = try answer.text("finalUserStatus").map { UserStatusType(rawValue: $0) } ?? .confirmed
        let action = try answer.text("messageAction")
        let mediums = try answer.list("desiredDeliveryMediums").map { $0.map { DeliveryMediumType(rawValue: $0) } }
        guard [.confirmed, .resetRequired, .forceChangePassword].contains(status),
            action.map({ $0 == "SUPPRESS" || $0 == "RESEND" }) ?? true,
            mediums?.allSatisfy({ $0 == .email || $0 == .sms }) ?? true
        else { throw TriggerAnswer.unrecognizable }
        return MigratedUser(
            attributes: attributes,
            status: status,
            isWelcomeSuppressed: action == "SUPPRESS",
            deliveryMediums: mediums ?? [.sms],
            forcesAlias: try answer.flag("forceAliasCreation") ?? false
        )
    }
}
