internal import CognitoWire

extension AdminListDevices: LocalOperation {
    static var isReadOnly: Bool { true }

    static func perform(_ request: AdminListDevicesRequest, in call: Call) throws -> AdminListDevicesResponse {
        let user = try call.user(request.username, in: call.pool(request.userPoolID))
        let page = try Page(request.paginationToken, limit: request.limit)
        let listed = try call.devices(of: user, page)
        return AdminListDevicesResponse(devices: listed.devices, paginationToken: listed.token)
    }
}
