internal import ByteCoding
internal import CognitoWire
internal import HTTPTransport
internal import HTTPTypes

/// What the client reads of an answer's headers.
struct AnswerHead {
    /// The service's id of the request.
    let requestID: String?
    /// The error's code.
    let errorCode: ServiceErrorCode?
    /// The error's text, where a service puts it into a header.
    let errorMessage: String?
    /// What the service's clock says.
    let date: UnixTime?
    /// How long the service asks to wait.
    let retryAfter: Duration?

    init(_ response: TransportResponse) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { HTTPField.Name($0) }.compactMap { response.headers[$0] }.first { !$0.isEmpty }
        }
        requestID = value("x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id")
            .map { OneLine.bounded($0, to: 128) }
        errorCode = value("x-amzn-errortype").flatMap { ServiceErrorCode(wire: $0) }?.ifPlausible
        errorMessage = value("x-amzn-errormessage", "x-amzn-error-message")
        date = value("date").flatMap { HTTPDate.parse($0) }
        retryAfter = value("x-amz-retry-after").flatMap { text in
            let isNumber = text.utf8.count <= 9 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isNumber ? Int(text).map { .milliseconds($0) } : nil
        }
    }
}

extension ServiceErrorCode {
    /// The code, if it looks like one: a proxy's page or a hostile server must not put sentences in its place.
    var ifPlausible: ServiceErrorCode? {
        let isName =
            rawValue.utf8.count <= 128
            && rawValue.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        return isName ? self : nil
    }
}
