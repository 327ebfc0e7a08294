internal import CognitoWire
internal import HTTPTransport

extension CognitoClientError {
    /// What happened in one word out of a closed set, fit for a label.
    ///
    /// What an answer calls its error is a text that anybody may have written; only codes that are known become words.
    var outcome: String {
        guard serviceCode == nil else { return knownServiceCode ?? "unknownServiceError" }
        return underlying?.code.description ?? code.description
    }

    /// The service's code, if it is one that the model or the rules of retrying know.
    var knownServiceCode: String? {
        guard let serviceCode, Self.knownCodes.contains(serviceCode.rawValue) else { return nil }
        return serviceCode.rawValue
    }

    private static let knownCodes = Set(WireOperations.all.flatMap(\.errors).map(\.rawValue))
        .union(RetryKind.throttlingCodes)
        .union(RetryKind.timeoutCodes)
        .union(ClockSkew.codes)
        .union(Remedy.byCode.keys)
}
