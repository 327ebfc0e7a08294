internal import ByteCoding
internal import CognitoWire

/// Why a user is about to be made.
enum PreSignUpSource: String {
    case signUp = "PreSignUp_SignUp"
    case adminCreateUser = "PreSignUp_AdminCreateUser"
    case externalProvider = "PreSignUp_ExternalProvider"
}

/// What the trigger decided about a new user.
struct PreSignUpAnswer: Equatable {
    var autoConfirmUser = false
    var autoVerifyEmail = false
    var autoVerifyPhone = false
}

/// What was confirmed.
enum PostConfirmationSource: String {
    case confirmSignUp = "PostConfirmation_ConfirmSignUp"
    case confirmForgotPassword = "PostConfirmation_ConfirmForgotPassword"
}

extension Call {
    /// Asks before a user is made; does nothing if the pool has no such trigger.
    ///
    /// - Parameters:
    ///   - source: Why the user is made.
    ///   - username: The user's name.
    ///   - attributes: The user's attributes, as they were sent.
    ///   - pool: Where.
    ///   - client: The caller's client; administrators have none.
    ///   - validationData: What the caller sent for the trigger alone.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Returns: What was decided; the service heeds none of it for users that administrators make.
    /// - Throws: ``Refusal`` if the trigger refuses or fails, or verifies an address that there is not.
    func preSignUp(
        _ source: PreSignUpSource,
        username: String,
        attributes: [String: String],
        in pool: UserPoolRecord,
        client: AppClientRecord?,
        validationData: [AttributeType]?,
        metadata: [String: String]?
    ) throws -> PreSignUpAnswer {
        guard has(.preSignUp, in: pool) else { return PreSignUpAnswer() }
        let validation = validationData.map { data in
            JSONValue.texts(Dictionary(data.map { ($0.name, $0.value?.value ?? "") }) { $1 })
        }
        let answer = try ask(
            TriggerInvocation(
                .preSignUp,
                source: source.rawValue,
                about: TriggerSubject(
                    poolID: pool.id,
                    clientID: client?.id,
                    username: username,
                    attributes: attributes
                ),
                request: [("validationData", validation ?? .null)],
                metadata: metadata,
                response: ["autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"].map { ($0, .bool(false)) }
            )
        )
        let decided = PreSignUpAnswer(
            autoConfirmUser: try answer.flag("autoConfirmUser") ?? false,
            autoVerifyEmail: try answer.flag("autoVerifyEmail") ?? false,
            autoVerifyPhone: try answer.flag("autoVerifyPhone") ?? false
        )
        guard source != .adminCreateUser else { return PreSignUpAnswer() }
        guard !decided.autoVerifyEmail || attributes["email"] != nil,
            !decided.autoVerifyPhone || attributes["phone_number"] != nil
        else { throw TriggerAnswer.unrecognizable }
        return decided
    }

    /// Tells of a confirmed user once the transaction holds; does nothing if the pool has no such trigger.
    ///
    /// What the trigger refuses, the caller hears; the user stays confirmed all the same, as in the service.
    ///
    /// - Parameters:
    ///   - source: What was confirmed.
    ///   - user: The user as it is now.
    ///   - pool: Where.
    ///   - client: The caller's client; administrators have none.
    ///   - metadata: `ClientMetadata` of the caller.
    /// - Throws: What the store throws.
    func postConfirmation(
        _ source: PostConfirmationSource,
        of user: UserRecord,
        in pool: UserPoolRecord,
        client: AppClientRecord?,
        metadata: [String: String]?
    ) throws {
        guard has(.postConfirmation, in: pool) else { return }
        tell(
            TriggerInvocation(
                .postConfirmation,
                source: source.rawValue,
                about: try subject(user, client: client),
                metadata: metadata
            )
        )
    }
}
