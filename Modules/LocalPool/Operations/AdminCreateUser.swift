internal import ByteCoding
internal import CognitoWire
internal import GRDB

extension AdminCreateUser: LocalOperation {
    static func perform(_ request: AdminCreateUserRequest, in call: Call) throws -> AdminCreateUserResponse {
        let pool = try call.pool(request.userPoolID)
        let password =
            try request.temporaryPassword?.value
            ?? call.random.makeTemporaryPassword(minimumLength: pool.passwordPolicy.minimumLength)
        try call.checkPolicy(password, in: pool)
        let attributes = try pool.schema.checked(
            request.userAttributes,
            writtenBy: .administrator,
            on: .creation
        )
        var user = try findOrMake(request, attributes, in: pool, call)
        let lifetime = Duration.seconds(86_400 * pool.passwordPolicy.temporaryPasswordDays)
        try call.setPassword(password, of: &user)
        user.temporaryUntil = call.now.adding(lifetime)
        try user.save(call.db)
        try call.setAttributes(
            attributes.merging(user.attributes) { sent, _ in sent },
            of: &user,
            takingAliases: request.forceAliasCreation == true
        )
        if request.messageAction != .suppress { try invite(user, password: password, in: pool, request, call) }
        return AdminCreateUserResponse(user: call.wireUser(user))
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
