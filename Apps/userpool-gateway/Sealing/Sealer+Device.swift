import AppSupport
import ByteCoding
import Foundation
import UserPoolKit

extension Sealer {
    private static let deviceVersion = 1

    /// What is sealed of a device: a version first, so that a later form can be told apart.
    private struct State: Codable {
        let version: Int
        let device: DeviceCredentials
    }

    /// Seals what proves a device; the text is good until the device is forgotten or the key is gone.
    ///
    /// - Throws: `CryptoError` or `EncodingError`.
    func seal(_ device: DeviceCredentials) throws -> String {
        let state = State(version: Self.deviceVersion, device: device)
        return try seal(SecretBytes([UInt8](try JSONEncoder().encode(state))), for: .device)
    }

    /// Opens a device.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/invalidParameter`` for a text that cannot be opened here: forget it and
    ///   sign in without.
    func open(device text: String) throws -> DeviceCredentials {
        let state: State
        do {
            state = try JSONDecoder().decode(State.self, from: try open(text, for: .device).data)
        } catch is Failure {
            throw Self.unusable
        } catch is DecodingError {
            throw Self.unusable
        }
        guard state.version == Self.deviceVersion else { throw Self.unusable }
        return state.device
    }

    private static let unusable = Problem(
        .invalidParameter,
        "The device is not one that this gateway gave out, or its key is gone: forget it and sign in without.",
        errors: [Problem.Fault(pointer: "/device", code: "invalid")]
    )
}
