internal import CognitoWire
internal import GRDB

extension GetUserAttributeVerificationCode: LocalOperation {
    /// Sends a code to the address that waits to be verified, or to the one that there is.
    static func perform(
        _ request: GetUserAttributeVerificationCodeRequest,
        in call: Call
    ) throws -> GetUserAttributeVerificationCodeResponse {
        let bearer = try call.bearer(of: request.accessToken)
        let attribute = request.attributeName
        guard let purpose = ConfirmationCodeRecord.Purpose(verifying: attribute) else {
            throw Refusal.unverifiable(attribute)
        }
        let key = ["sub": bearer.user.sub, "purpose": purpose.rawValue]
        let pending = try ConfirmationCodeRecord.fetchOne(call.db, key: key)?.pendingAddress
        guard let address = pending ?? bearer.user.attributes[attribute] else {
            throw Refusal.invalidParameter("User has no \(attribute)")
        }
        return GetUserAttributeVerificationCodeResponse(
            codeDeliveryDetails: try call.sendCode(
                for: purpose,
                to: bearer.user,
                at: Call.Destination(attribute: attribute, address: address),
                isPending: pending != nil,
                client: bearer.client,
                metadata: request.clientMetadata
            )
        )
    }
}
