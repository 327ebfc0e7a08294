import AppSupport
import ByteCoding
import Hummingbird
import UserPoolKit

/// `/v1/me/passkeys`: the passkeys of the signed-in user.
struct PasskeyRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.get, "/v1/me/passkeys", handler: list),
            Route(.post, "/v1/me/passkeys", handler: add),
            Route(.delete, "/v1/me/passkeys/{id}", handler: remove),
        ]
    }

    private struct List: Encodable {
        let passkeys: [PasskeyBody]
        let next: String?
    }

    @Sendable private func list(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let place = try PagePlace(of: request, maximum: 20)
        let page = try await BearerToken.asking {
            try await gateway.pool.passkeys(limit: place.limit, after: place.token, accessToken: token)
        }
        return try Response.json(List(passkeys: page.elements.map { PasskeyBody($0) }, next: page.next?.value))
    }

    private struct Registration: RequestBody {
        let credential: JSONObject?

        init(reading members: inout MemberReader) {
            credential = members.object("credential")
        }
    }

    private struct Options: Encodable {
        let options: EncodableJSON
    }

    /// Without a credential the options to make one with, and with it the registration.
    @Sendable private func add(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Registration.self, under: gateway.rules, in: context, isOptional: true)
        if let credential = body.credential {
            try await BearerToken.asking {
                try await gateway.pool.addPasskey(credential.text, accessToken: token)
            }
            return Response(status: .noContent)
        }
        let text = try await BearerToken.asking { try await gateway.pool.beginPasskey(accessToken: token) }
        do {
            return try Response.json(Options(options: EncodableJSON(JSONReader().read(Array(text.utf8)))))
        } catch is ByteCodingError {
            throw Problem(.upstreamError, "The service sent options for a passkey that are no JSON.")
        }
    }

    @Sendable private func remove(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let id = try context.pathValue("id")
        try await BearerToken.asking { try await gateway.pool.removePasskey(id, accessToken: token) }
        return Response(status: .noContent)
    }
}

/// A passkey as the pool describes it.
private struct PasskeyBody: Encodable {
    let id: String
    let name: String
    let relyingPartyId: String
    let attachment: String?
    let transports: [String]
    let createdAt: Int64

    init(_ passkey: Passkey) {
        id = passkey.id
        name = passkey.name
        relyingPartyId = passkey.relyingPartyID
        attachment = passkey.attachment
        transports = passkey.transports
        createdAt = UnixTime(passkey.createdAt).seconds
    }
}
