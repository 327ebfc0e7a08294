import CognitoClient
import Testing

/// An answer, and what must be read out of it.
struct ErrorRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let status: Int
    let headers: [String: String]
    let body: String
    let serviceCode: String?
    let message: String
    let requestID: String?

    var answer: ScriptedTransport.Turn { .answer(status, headers: headers, body: body) }
    var code: CognitoClientError.Code { serviceCode == nil ? .unexpectedStatus : .service }

    static let all: [ErrorRow] = [
        ErrorRow(
            "code in the header",
            headers: ["x-amzn-errortype": "CodeMismatchException"],
            code: "CodeMismatchException"
        ),
        ErrorRow(
            "header with an address behind a colon",
            headers: ["x-amzn-errortype": "NotAuthorizedException:http://internal.amazon.com/coral/x/"],
            code: "NotAuthorizedException"
        ),
        ErrorRow("header with a comma", headers: ["x-amzn-errortype": "A,B"], code: "A"),
        ErrorRow("header with a namespace", headers: ["x-amzn-errortype": "com.amazonaws#A:x"], code: "A"),
        ErrorRow("the header wins", headers: ["x-amzn-errortype": "A"], body: #"{"__type":"B"}"#, code: "A"),
        ErrorRow(
            "__type and message",
            body: #"{"__type":"UserNotFoundException","message":"User does not exist."}"#,
            code: "UserNotFoundException",
            message: "User does not exist."
        ),
        ErrorRow(
            "__type with a namespace",
            body: #"{"__type":"com.amazonaws.x#A","message":"m"}"#,
            code: "A",
            message: "m"
        ),
        ErrorRow("code and Message", body: #"{"code":"A","Message":"m"}"#, code: "A", message: "m"),
        ErrorRow("a number for a message", body: #"{"__type":"A","message":7}"#, code: "A"),
        ErrorRow("no body", status: 503, body: "", code: nil, message: noCode(503)),
        ErrorRow("a proxy's page", status: 502, body: "<html>Bad Gateway</html>", code: nil, message: noCode(502)),
        ErrorRow("a list", body: "[1]", code: nil, message: noCode(400)),
        ErrorRow("a text", body: #""A""#, code: nil, message: noCode(400)),
        ErrorRow("half an object", body: #"{"__type":"A""#, code: nil, message: noCode(400)),
        ErrorRow("only a message", body: #"{"message":"Forbidden"}"#, code: nil, message: "Forbidden"),
        ErrorRow("an empty code", body: #"{"__type":"","message":"m"}"#, code: nil, message: "m"),
        ErrorRow("a code that is a sentence", body: #"{"__type":"<b>no</b>","message":"m"}"#, code: nil, message: "m"),
        ErrorRow(
            "a header code that is markup",
            headers: ["x-amzn-errortype": "<b>"],
            body: "",
            code: nil,
            message: noCode(400)
        ),
        ErrorRow(
            "x-amzn-requestid",
            headers: ["x-amzn-RequestId": "r-1"],
            body: #"{"__type":"A"}"#,
            code: "A",
            requestID: "r-1"
        ),
        ErrorRow(
            "x-amz-request-id",
            headers: ["x-amz-request-id": "r-2"],
            body: #"{"__type":"A"}"#,
            code: "A",
            requestID: "r-2"
        ),
        ErrorRow(
            "a message of two lines and a control character",
            body: #"{"__type":"A","message":"a\r\nb\u001b[31mc\u2028d\u202ee"}"#,
            code: "A",
            message: "a??b?[31mc?d?e"
        ),
        ErrorRow(
            "a message without end",
            body: #"{"__type":"A","message":"\#(String(repeating: "x", count: 5000))"}"#,
            code: "A",
            message: String(repeating: "x", count: 1024) + "…"
        ),
        ErrorRow(
            "a request id without end",
            headers: ["x-amzn-requestid": String(repeating: "r", count: 500)],
            body: #"{"__type":"A"}"#,
            code: "A",
            requestID: String(repeating: "r", count: 128) + "…"
        ),
        ErrorRow(
            "an error in the header alone",
            status: 500,
            headers: ["x-amzn-errortype": "InternalErrorException"],
            body: "",
            code: "InternalErrorException"
        ),
        ErrorRow(
            "a message in a header",
            headers: ["x-amzn-errortype": "A", "x-amzn-error-message": "from the header"],
            body: "",
            code: "A",
            message: "from the header"
        ),
    ]

    private init(
        _ name: String,
        status: Int = 400,
        headers: [String: String] = [:],
        body: String = "{}",
        code: String?,
        message: String = "no message",
        requestID: String? = nil
    ) {
        testDescription = name
        (self.status, self.headers, self.body) = (status, headers, body)
        (serviceCode, self.message, self.requestID) = (code, message, requestID)
    }

    private static func noCode(_ status: Int) -> String { "HTTP status \(status) without a service's error code" }
}
