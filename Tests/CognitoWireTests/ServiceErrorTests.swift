import CognitoWire
import Testing

@Suite("Errors of the service") struct ServiceErrorTests {
    @Test(
        "a code is found in what surrounds it",
        arguments: [
            ("NotAuthorizedException", "NotAuthorizedException"),
            ("NotAuthorizedException:http://internal.amazon.com/coral/", "NotAuthorizedException"),
            ("com.amazonaws.cognito#NotAuthorizedException", "NotAuthorizedException"),
            ("aws#NotAuthorizedException,OtherException", "NotAuthorizedException"),
            (" FutureException ", "FutureException"), ("", nil), ("#", nil), (":x", nil),
        ]
    )
    func codes(text: String, code: String?) {
        #expect(ServiceErrorCode(wire: text)?.rawValue == code)
    }

    @Test("a code of the model has a name, others are kept")
    func names() {
        #expect(ServiceErrorCode(wire: "x#NotAuthorizedException") == .notAuthorized)
        #expect(InitiateAuth.errors.contains(.userNotConfirmed))
        #expect(ServiceErrorCode(rawValue: "FutureException").rawValue == "FutureException")
    }

    @Test(
        "a body gives what it has",
        arguments: [
            (#"{"__type":"a#UserNotFoundException","message":"no"}"#, "UserNotFoundException", "no"),
            (#"{"code":"UserNotFoundException","Message":"no"}"#, "UserNotFoundException", "no"),
            (#"{"__type":7,"message":{"a":1}}"#, nil, nil), ("{}", nil, nil),
        ] as [(String, String?, String?)]
    )
    func bodies(json: String, code: String?, message: String?) throws {
        let body = try WireCoder().decode(ServiceErrorBody.self, from: Array(json.utf8))
        #expect(body.code?.rawValue == code)
        #expect(body.message == message)
    }

    @Test("a body that is no object is refused", arguments: ["<html>", "[]", "7"])
    func noBody(text: String) {
        let error = #expect(throws: WireError.self) {
            try WireCoder().decode(ServiceErrorBody.self, from: Array(text.utf8))
        }
        #expect(error?.code == .notJSON)
    }

    @Test("a server writes what clients read")
    func encode() throws {
        let body = ServiceErrorBody(code: .notAuthorized, message: "Incorrect username or password.")
        let json = #"{"__type":"NotAuthorizedException","message":"Incorrect username or password."}"#
        #expect(String(decoding: try WireCoder().encode(body), as: UTF8.self) == json)
    }
}
