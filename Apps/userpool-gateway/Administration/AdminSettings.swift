import AppSupport

/// The settings under `gateway.admin.`.
struct AdminSettings: Sendable {
    /// The address to listen on.
    let host: String
    /// The port to listen on; 0 for any that is free.
    let port: Int
    /// Who may come in.
    let keys: AdminKeys

    static let defaultPort = 8081

    /// Reads the settings; faults are left with the reader.
    ///
    /// `nil` if administration is off.
    init?(reading reader: inout SettingsReader) async {
        let isEnabled = await reader.value(.gatewayAdminEnabled, expected: "true or false") { Bool($0) }
        guard isEnabled == true else { return nil }
        host = await reader.text(.gatewayAdminHost) ?? GatewaySettings.defaultHost
        port =
            await reader.value(.gatewayAdminPort, expected: "a port from 0 to 65535") { text in
                Int(text).flatMap { (0...65_535).contains($0) ? $0 : nil }
            } ?? Self.defaultPort
        guard await reader.text(.gatewayAdminKeys) != nil else {
            let variable = Setting.gatewayAdminKeys.environmentName
            reader.fault(
                .gatewayAdminKeys,
                """
                gateway.admin.enabled needs at least one key; set \(variable) or the file gateway-admin-keys in the \
                secrets directory, for instance to what `openssl rand -hex 32` prints
                """
            )
            return nil
        }
        guard let keys = await reader.value(.gatewayAdminKeys, expected: AdminKeys.form, { AdminKeys(text: $0) })
        else { return nil }
        self.keys = keys
    }
}
