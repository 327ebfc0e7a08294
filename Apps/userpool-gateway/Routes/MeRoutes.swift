import AppSupport
import Hummingbird
import UserPoolKit

/// `/v1/me`: the signed-in user.
struct MeRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.get, "/v1/me", handler: profile),
            Route(.patch, "/v1/me", handler: change),
            Route(.delete, "/v1/me", handler: delete),
            Route(.put, "/v1/me/phone", handler: setPhone),
            Route(.post, "/v1/me/attributes/{name}/code", handler: sendCode),
            Route(.post, "/v1/me/attributes/{name}/confirm", handler: confirm),
        ]
    }

    private struct Profile: Encodable {
        let username: String
        let attributes: [String: String]
        let mfa: FactorsBody
    }

    @Sendable private func profile(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let user = try await BearerToken.asking { try await gateway.pool.profile(accessToken: token) }
        return try Response.json(
            Profile(username: user.username, attributes: user.attributes, mfa: FactorsBody(user))
        )
    }

    private struct Changes: RequestBody {
        let attributes: [String: String?]
        let metadata: [String: String]

        init(reading members: inout MemberReader) {
            attributes = members.changes("attributes")
            metadata = members.texts("metadata")
        }
    }

    private struct Changed: Encodable {
        let changed: [String]
        let pending: [Pending]
    }

    /// An attribute that counts once a code has confirmed it.
    private struct Pending: Encodable {
        let attribute: String?
        let delivery: DeliveryBody

        init(_ delivery: CodeDelivery) {
            attribute = delivery.attributeName
            self.delivery = DeliveryBody(delivery)
        }
    }

    @Sendable private func change(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Changes.self, under: gateway.rules, in: context)
        let deliveries = try await BearerToken.asking {
            try await gateway.pool.updateAttributes(body.attributes, accessToken: token, metadata: body.metadata)
        }
        return try Response.json(
            Changed(changed: body.attributes.keys.sorted(), pending: deliveries.map { Pending($0) })
        )
    }

    @Sendable private func delete(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        try await BearerToken.asking { try await gateway.pool.deleteUser(accessToken: token) }
        return Response(status: .noContent)
    }

    private struct Phone: RequestBody {
        let number: String??

        init(reading members: inout MemberReader) {
            number = members.requiredTextOrNull("phoneNumber")
        }
    }

    private struct PhoneSet: Encodable {
        let pending: Pending?
    }

    @Sendable private func setPhone(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Phone.self, under: gateway.rules, in: context)
        let delivery = try await BearerToken.asking {
            try await gateway.pool.setPhoneNumber(body.number ?? nil, accessToken: token)
        }
        return try Response.json(PhoneSet(pending: delivery.map { Pending($0) }))
    }

    private struct Code: RequestBody {
        let code: String

        init(reading members: inout MemberReader) {
            code = members.requiredText("code")
        }
    }

    private struct CodeOrder: RequestBody {
        let metadata: [String: String]

        init(reading members: inout MemberReader) {
            metadata = members.texts("metadata")
        }
    }

    @Sendable private func sendCode(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: CodeOrder.self, under: gateway.rules, in: context, isOptional: true)
        let name = try context.pathValue("name")
        let delivery = try await BearerToken.asking {
            try await gateway.pool.sendVerificationCode(for: name, accessToken: token, metadata: body.metadata)
        }
        return try Response.json(SentCode(delivery), status: .accepted)
    }

    @Sendable private func confirm(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Code.self, under: gateway.rules, in: context)
        let name = try context.pathValue("name")
        try await BearerToken.asking {
            try await gateway.pool.verifyAttribute(name, code: body.code, accessToken: token)
        }
        return Response(status: .noContent)
    }
}
