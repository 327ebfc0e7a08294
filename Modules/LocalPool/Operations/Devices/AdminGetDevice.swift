internal import CognitoWire

extension AdminGetDevice: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: AdminGetDeviceRequest, in call: Call) throws -> AdminGetDeviceResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        return AdminGetDeviceResponse(device: try call.device(request.deviceKey, of: user).described(of: user))
    }
}
