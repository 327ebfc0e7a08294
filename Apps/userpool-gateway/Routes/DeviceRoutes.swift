import AppSupport
import ByteCoding
import Hummingbird
import UserPoolKit

/// `/v1/me/devices`: the devices that the pool remembers of the signed-in user.
struct DeviceRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.get, "/v1/me/devices", handler: list),
            Route(.get, "/v1/me/devices/{key}", handler: device),
            Route(.patch, "/v1/me/devices/{key}", handler: remember),
            Route(.delete, "/v1/me/devices/{key}", handler: forget),
        ]
    }

    private struct List: Encodable {
        let devices: [DeviceBody]
        let next: String?
    }

    @Sendable private func list(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let place = try PagePlace(of: request, maximum: 60)
        let page = try await BearerToken.asking {
            try await gateway.pool.devices(limit: place.limit, after: place.token, accessToken: token)
        }
        return try Response.json(List(devices: page.elements.map { DeviceBody($0) }, next: page.next?.value))
    }

    @Sendable private func device(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let key = try context.pathValue("key")
        let device = try await BearerToken.asking { try await gateway.pool.device(key, accessToken: token) }
        return try Response.json(DeviceBody(device))
    }

    private struct Status: RequestBody {
        let isRemembered: Bool

        init(reading members: inout MemberReader) {
            isRemembered = members.requiredFlag("remembered")
        }
    }

    @Sendable private func remember(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Status.self, under: gateway.rules, in: context)
        let key = try context.pathValue("key")
        try await BearerToken.asking {
            try await gateway.pool.rememberDevice(key, body.isRemembered, accessToken: token)
        }
        return Response(status: .noContent)
    }

    @Sendable private func forget(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let key = try context.pathValue("key")
        try await BearerToken.asking { try await gateway.pool.forgetDevice(key, accessToken: token) }
        return Response(status: .noContent)
    }
}

/// A device as the pool describes it.
private struct DeviceBody: Encodable {
    let key: String
    let name: String?
    let attributes: [String: String]
    let createdAt: Int64?
    let modifiedAt: Int64?
    let lastSignInAt: Int64?

    init(_ device: Device) {
        key = device.key
        name = device.name
        attributes = device.attributes
        createdAt = device.createdAt.map { UnixTime($0).seconds }
        modifiedAt = device.modifiedAt.map { UnixTime($0).seconds }
        lastSignInAt = device.lastSignInAt.map { UnixTime($0).seconds }
    }
}
