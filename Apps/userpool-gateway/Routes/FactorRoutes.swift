import AppSupport
import Hummingbird
import UserPoolKit

/// `/v1/me/mfa`: second factors, and authenticator apps that are set up.
struct FactorRoutes {
    let gateway: Gateway

    var routes: [Route] {
        [
            Route(.get, "/v1/me/mfa", handler: factors),
            Route(.put, "/v1/me/mfa", handler: change),
            Route(.post, "/v1/me/mfa/totp", handler: setUpApp),
            Route(.post, "/v1/me/mfa/totp/confirm", handler: confirmApp),
        ]
    }

    @Sendable private func factors(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let user = try await BearerToken.asking { try await gateway.pool.factors(accessToken: token) }
        return try Response.json(FactorsBody(user))
    }

    private struct Changes: RequestBody {
        let changes: [MFAMethod: MFAChange]

        init(reading members: inout MemberReader) {
            var changes: [MFAMethod: MFAChange] = [:]
            for method in [MFAMethod.sms, .email, .totp] {
                changes[method] = members.nested(method.shortName) { Self.change(reading: &$0) }
            }
            self.changes = changes
        }

        private static func change(reading members: inout MemberReader) -> MFAChange {
            let isOn = members.requiredFlag("enabled")
            let isPreferred = members.flag("preferred") ?? false
            // What is off cannot be asked for first.
            if isPreferred, !isOn { members.refuse("preferred", .conflict) }
            return isOn ? .on(isPreferred: isPreferred) : .off
        }
    }

    @Sendable private func change(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Changes.self, under: gateway.rules, in: context)
        guard body.changes.values.count(where: { $0 == .on(isPreferred: true) }) <= 1 else {
            throw Problem(.invalidParameter, "Only one second factor can be preferred.")
        }
        let user = try await BearerToken.asking {
            _ = try await gateway.pool.setMFA(body.changes, accessToken: token)
            return try await gateway.pool.factors(accessToken: token)
        }
        return try Response.json(FactorsBody(user))
    }

    private struct SetUp: RequestBody {
        let issuer: String?

        init(reading members: inout MemberReader) {
            issuer = members.text("issuer")
        }
    }

    @Sendable private func setUpApp(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: SetUp.self, under: gateway.rules, in: context, isOptional: true)
        let setup = try await BearerToken.asking { try await gateway.pool.setUpApp(accessToken: token) }
        // The service has just taken the token, so that what it says of its user is true.
        let account = try TokenSet(accessToken: token).username
        return try Response.json(
            AppSetupBody(
                setup,
                issuer: body.issuer ?? gateway.pool.id,
                account: account,
                sealedBy: gateway.sealer
            )
        )
    }

    private struct Confirmation: RequestBody {
        let code: String
        let deviceName: String?

        init(reading members: inout MemberReader) {
            code = members.requiredText("code")
            deviceName = members.text("deviceName")
        }
    }

    @Sendable private func confirmApp(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let token = try BearerToken.read(from: request.headers)
        let body = try await request.decoded(as: Confirmation.self, under: gateway.rules, in: context)
        try await BearerToken.asking {
            try await gateway.pool.verifyApp(code: body.code, name: body.deviceName, accessToken: token)
        }
        return Response(status: .noContent)
    }
}
