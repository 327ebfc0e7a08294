internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension AdminCreateUser: LocalOperation {
    /// The model's constraints, but that a password may be blank, which asks for a user without one.
    static func violations(of request: AdminCreateUserRequest) -> [WireConstraintViolation] {
        var request = request
        if request.temporaryPassword?.value.isEmpty == true { request.temporaryPassword = nil }
        return request.constraintViolations()
    }

    static func perform(_ request: AdminCreateUserRequest, in call: Call) throws -> AdminCreateUserResponse {
        let pool = try call.pool(request.userPoolID)
        let password = try temporaryPassword(request, in: pool, call)
        if let password { try call.checkPolicy(password, in: pool) }
        let attributes = try pool.schema.checked(
            request.userAttributes,
            writtenBy: .administrator,
            on: .creation
        )
        var user = try findOrMake(request, attributes, in: pool, call)
        if let password {
            try call.setPassword(password, of: &user)
            user.temporaryUntil = call.now.adding(.seconds(86_400 * pool.passwordPolicy.temporaryPasswordDays))
        } else {
            user.status = .confirmed
        }
        try user.save(call.db)
        try call.setAttributes(
            attributes.merging(user.attributes) { sent, _ in sent },
            of: &user,
            takingAliases: request.forceAliasCreation == true
        )
        if let password, request.messageAction != .suppress {
            try invite(user, password: password, in: pool, request, call)
        }
        return AdminCreateUserResponse(user: call.wireUser(user))
    }

    /// The password that was sent, or one drawn by lot; `nil` for a new user who signs in with codes alone.
    ///
    /// Where users can, the service draws none. A lenient pool does so only if it is asked for none by a blank one, as its
    /// first pool lets everybody sign in with codes, and an invitation is what most expect there.
    private static func temporaryPassword(
        _ request: AdminCreateUserRequest,
        in pool: UserPoolRecord,
        _ call: Call
    ) throws -> String? {
        let sent = request.temporaryPassword?.value
        if let sent, !sent.isEmpty { return sent }
        let takesCodes = pool.takesCodeFirst(.emailOTP) || pool.takesCodeFirst(.smsOTP)
        if takesCodes, request.messageAction != .resend, sent != nil || call.mode == .strict { return nil }
        return try call.random.makeTemporaryPassword(minimumLength: pool.passwordPolicy.minimumLength)
    }

    /// A new user, or for a repeated invitation the one who has not followed the first.
    private static func findOrMake(
        _ request: AdminCreateUserRequest,
        _ attributes: [String: String],
        in pool: UserPoolRecord,
        _ call: Call
    ) throws -> UserRecord {
        let known = try call.user(named: request.username.value, in: pool)
        if request.messageAction == .resend {
            guard let known else { throw Refusal.userNotFound }
            guard known.status == .forceChangePassword else {
                throw Refusal(.unsupportedUserState, "Resend not possible. Current status is \(known.status)")
            }
            return known
        }
        guard known == nil else { throw Refusal(.usernameExists, "User account already exists") }
        let attributes = try call.named(request.username.value, attributes, in: pool)
        _ = try call.preSignUp(
            .adminCreateUser,
            username: request.username.value,
            attributes: attributes,
            in: pool,
            client: nil,
            validationData: request.validationData,
            metadata: request.clientMetadata
        )
        var user = try call.makeUser(named: request.username.value, status: .forceChangePassword, in: pool)
        user.attributes = attributes
        return user
    }

    /// Sends the temporary password by the media that were asked for, or by the one that there is.
    private static func invite(
        _ user: UserRecord,
        password: String,
        in pool: UserPoolRecord,
        _ request: AdminCreateUserRequest,
        _ call: Call
    ) throws {
        let attributes = user.attributes
        let destinations = ["phone_number", "email"].compactMap { name in
            attributes[name].map { Call.Destination(attribute: name, address: $0) }
        }
        let wanted = request.desiredDeliveryMediums.map { Set($0.map(\.rawValue)) }
        let chosen = wanted.map { wanted in destinations.filter { wanted.contains($0.medium.rawValue) } }
        for destination in chosen ?? Array(destinations.prefix(1)) {
            try call.send(
                .adminCreateUser,
                code: password,
                to: user,
                at: destination,
                in: pool,
                client: nil,
                metadata: request.clientMetadata
            )
        }
    }
}
