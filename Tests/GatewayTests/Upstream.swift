import ByteCoding
import Foundation
import HTTPTransport
import HTTPTransportTesting
import HTTPTypes

/// Answers of the service, as a script plays them.
enum Upstream {
    /// The moment at which the gateways of these tests live.
    static let now = UnixTime(seconds: 1_767_413_106)

    static let accessToken = token(#"{"sub":"subject-1","username":"alice","exp":1767416706}"#)
    static let idToken = token(#"{"sub":"subject-1","exp":1767416707}"#)
    static let refreshToken = "refresh-token-1"

    static let signedIn = json(
        """
        {"AuthenticationResult":{"AccessToken":"\(accessToken)","IdToken":"\(idToken)","ExpiresIn":3600,\
        "TokenType":"Bearer","RefreshToken":"\(refreshToken)"}}
        """
    )

    static let newPasswordRequired = json(
        #"""
        {"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"session-1","ChallengeParameters":{"USER_ID_FOR_SRP":"alice",\#
        "requiredAttributes":"[\"userAttributes.given_name\"]","userAttributes":"{\"email\":\"alice@example.com\"}"}}
        """#
    )

    static let smsCode = json(
        #"""
        {"ChallengeName":"SMS_MFA","Session":"session-2","ChallengeParameters":{"CODE_DELIVERY_DELIVERY_MEDIUM":"SMS",\#
        "CODE_DELIVERY_DESTINATION":"+*******1234","USER_ID_FOR_SRP":"alice"}}
        """#
    )

    static let otherChallenge = json(
        #"{"ChallengeName":"IRIS_SCAN","Session":"session-3","ChallengeParameters":{"question":"left or right"}}"#
    )

    static func json(_ text: String, status: Int = 200) -> ScriptedTransport.Step {
        .respond(
            TransportResponse(
                status: status,
                headers: [.contentType: "application/x-amz-json-1.1"],
                body: Array(text.utf8)
            )
        )
    }

    static func error(_ name: String, _ message: String, status: Int = 400) -> ScriptedTransport.Step {
        json(#"{"__type":"\#(name)","message":"\#(message)"}"#, status: status)
    }

    static func text(_ text: String, status: Int) -> ScriptedTransport.Step {
        .respond(TransportResponse(status: status, headers: [.contentType: "text/html"], body: Array(text.utf8)))
    }

    /// A token as the service makes them, but for the signature, which nobody reads here.
    private static func token(_ claims: String) -> String {
        "eyJhbGciOiJSUzI1NiJ9.\(Base64URL.encode(Array(claims.utf8))).AA"
    }
}

extension TransportRequest {
    /// The operation that was called.
    var operation: String {
        let target = HTTPField.Name("X-Amz-Target").flatMap { headers[$0] } ?? ""
        return String(target.split(separator: ".").last ?? "")
    }

    /// The request's JSON.
    var json: JSONObject? {
        (try? JSONReader().read(body))?.object
    }
}
