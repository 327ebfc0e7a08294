internal import Logging
internal import NIOCore

extension LocalPoolServerOptions {
    /// Whether other machines can reach the address to listen on.
    private var isExposed: Bool { !HostRule.isLoopback(host.lowercased()) }

    /// The names that `Host` may have; an address that stands for all addresses is not one of them.
    var answeredHosts: [String] {
        allowedHosts + (["0.0.0.0", "::"].contains(host) ? [] : [host.contains(":") ? "[\(host)]" : host])
    }

    /// Refuses an address that other machines can reach, unless it was asked for.
    func checkExposure() throws(LocalPoolServerError) {
        guard !isExposed || allowsOtherMachines else {
            throw LocalPoolServerError(
                .exposedAddress,
                "\(host) can be reached from other machines, which could then read every code; allow for it to go on."
            )
        }
    }

    /// Warns of an address that other machines can reach.
    func warnOfExposure(_ logger: Logger) {
        guard isExposed else { return }
        logger.warning(
            "other machines can reach this pool, read its codes and change its users",
            metadata: ["host": "\(host)"]
        )
    }

    /// Describes the socket that was bound.
    func address(of socket: SocketAddress?) throws(LocalPoolServerError) -> LocalPoolServerAddress {
        guard let socket, let ip = socket.ipAddress, let port = socket.port else {
            throw LocalPoolServerError(.unusableAddress, "\(host) is no address of the Internet protocols.")
        }
        let name =
            switch ip {
            case "0.0.0.0", "::": "127.0.0.1"
            case _ where ip.contains(":"): "[\(ip)]"
            default: ip
            }
        return LocalPoolServerAddress(host: ip, port: port, endpoint: endpoint ?? "http://\(name):\(port)")
    }

    /// The failure to listen, in this room's terms.
    func bindingFailure(_ error: any Error) -> any Error {
        switch error {
        case is IOError, is ChannelError, is SocketAddressError:
            LocalPoolServerError(.unusableAddress, "Cannot listen on \(host), port \(port).", underlying: error)
        default: error
        }
    }
}
