import CognitoWire
import LocalPool
import Testing

/// What tests of settings do to pools and clients.
extension PoolUnderTest {
    /// Makes a pool more.
    func makePool(
        _ name: String = "another",
        _ change: (inout CreateUserPoolRequest) -> Void = { _ in }
    ) async throws -> UserPoolType {
        var request = CreateUserPoolRequest(poolName: name)
        change(&request)
        return try #require(try await call(CreateUserPool.self, request).userPool)
    }

    func describePool(_ id: String?) async throws -> UserPoolType {
        let request = DescribeUserPoolRequest(userPoolID: try #require(id))
        return try #require(try await call(DescribeUserPool.self, request).userPool)
    }

    func updatePool(_ id: String?, _ change: (inout UpdateUserPoolRequest) -> Void = { _ in }) async throws {
        var request = UpdateUserPoolRequest(userPoolID: try #require(id))
        change(&request)
        try await call(UpdateUserPool.self, request)
    }

    func setFactors(
        _ id: String? = Self.poolID,
        _ change: (inout SetUserPoolMfaConfigRequest) -> Void
    ) async throws -> SetUserPoolMfaConfigResponse {
        var request = SetUserPoolMfaConfigRequest(userPoolID: try #require(id))
        change(&request)
        return try await call(SetUserPoolMfaConfig.self, request)
    }
}
