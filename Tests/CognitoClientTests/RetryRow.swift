import CognitoClient
import CognitoWire
import HTTPTransport
import Testing

/// What a script of answers must lead to.
struct RetryRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let operation: AnyWireOperation
    let options: CallOptions
    let turns: [ScriptedTransport.Turn]
    let fractions: [Double]
    let waits: [Duration]
    let attempts: Int
    let outcome: String

    static let all: [RetryRow] = answers + codes + sockets + singleUse + limits

    private static let answers: [RetryRow] = [
        row("200 at once", [.answer(200)], waits: []),
        row("500, then 200", [.answer(500), .answer(200)], waits: [50]),
        row("502, then 200", [.answer(502), .answer(200)], waits: [50]),
        row("503, then 200", [.answer(503), .answer(200)], waits: [50]),
        row("504, then 200", [.answer(504), .answer(200)], waits: [50]),
        row("the second wait is twice as long", [.answer(500), .answer(500), .answer(200)], waits: [50, 100]),
        row(
            "three attempts and no more",
            [.answer(500), .answer(500), .answer(500), .answer(200)],
            waits: [50, 100],
            outcome: "unexpectedStatus"
        ),
        row(
            "the random part",
            [.answer(500), .answer(500), .answer(200)],
            fractions: [0.5, 0.25],
            waits: [25, 25]
        ),
        row("no wait at all", [.answer(500), .answer(500), .answer(200)], fractions: [0, 0], waits: [0, 0]),
        row("429 without a code", [.answer(429), .answer(200)], waits: [1000]),
        row("429 twice", [.answer(429), .answer(429), .answer(200)], waits: [1000, 2000]),
        row("throttled after a bad moment", [.answer(500), .answer(429), .answer(200)], waits: [50, 2000]),
        row("501 is not retried", [.answer(501)], waits: [], outcome: "unexpectedStatus"),
        row("404 is not retried", [.answer(404)], waits: [], outcome: "unexpectedStatus"),
        row(
            "x-amz-retry-after above the computed wait",
            [.answer(503, headers: ["x-amz-retry-after": "1500"]), .answer(200)],
            waits: [1500]
        ),
        row(
            "x-amz-retry-after, five seconds more at most",
            [.answer(503, headers: ["x-amz-retry-after": "60000"]), .answer(200)],
            waits: [5050]
        ),
        row(
            "x-amz-retry-after below the computed wait",
            [.answer(503, headers: ["x-amz-retry-after": "10"]), .answer(200)],
            waits: [50]
        ),
        row(
            "x-amz-retry-after that is no number",
            [.answer(503, headers: ["x-amz-retry-after": "-1"]), .answer(200)],
            waits: [50]
        ),
    ]

    private static let codes: [RetryRow] = [
        row("TooManyRequestsException", [error("TooManyRequestsException"), .answer(200)], waits: [1000]),
        row("ThrottlingException", [error("ThrottlingException"), .answer(200)], waits: [1000]),
        row("Throttling", [error("Throttling"), .answer(200)], waits: [1000]),
        row("RequestLimitExceeded", [error("RequestLimitExceeded"), .answer(200)], waits: [1000]),
        row("SlowDown", [error("SlowDown", status: 503), .answer(200)], waits: [1000]),
        row("RequestTimeout", [error("RequestTimeout"), .answer(200)], waits: [50]),
        row("RequestTimeoutException", [error("RequestTimeoutException"), .answer(200)], waits: [50]),
        row("InternalErrorException", [error("InternalErrorException", status: 500), .answer(200)], waits: [50]),
        row(
            "LimitExceededException is never retried",
            [error("LimitExceededException")],
            waits: [],
            outcome: "LimitExceededException"
        ),
        row(
            "LimitExceededException with 429 is not either",
            [error("LimitExceededException", status: 429)],
            waits: [],
            outcome: "LimitExceededException"
        ),
        row(
            "NotAuthorizedException",
            [error("NotAuthorizedException")],
            waits: [],
            outcome: "NotAuthorizedException"
        ),
        row("an unknown code", [error("NewException")], waits: [], outcome: "NewException"),
    ]

    private static let sockets: [RetryRow] = [
        row("no connection", [.failure(.couldNotConnect, reached: false), .answer(200)], waits: [50]),
        row("no address", [.failure(.couldNotResolve, reached: false), .answer(200)], waits: [50]),
        row("connection lost", [.failure(.connectionLost, reached: true), .answer(200)], waits: [50]),
        row("no answer in time", [.failure(.timedOut, reached: true), .answer(200)], waits: [50]),
        row("certificate expired", [.failure(.certificateExpired, reached: false)], waits: [], outcome: "transport"),
        row(
            "certificate of nobody",
            [.failure(.certificateUntrusted, reached: false)],
            waits: [],
            outcome: "transport"
        ),
        row("a redirect", [.failure(.redirectRefused, reached: true)], waits: [], outcome: "transport"),
        row("an answer too large", [.failure(.bodyTooLarge, reached: true)], waits: [], outcome: "transport"),
        row("cancelled", [.failure(.cancelled, reached: true)], waits: [], outcome: "cancelled"),
        row("an answer that is no JSON", [.answer(200, body: "<html>")], waits: [], outcome: "malformedAnswer"),
    ]

    private static let singleUse: [RetryRow] =
        [
            "RespondToAuthChallenge", "ConfirmSignUp", "SignUp", "ForgotPassword", "ConfirmForgotPassword",
            "ResendConfirmationCode", "ChangePassword", "VerifySoftwareToken", "GetTokensFromRefreshToken",
        ].flatMap { name in
            [
                row(
                    "\(name), answer lost",
                    [.failure(.connectionLost, reached: true)],
                    operation: name,
                    waits: [],
                    outcome: "transport"
                ),
                row(
                    "\(name), nothing sent",
                    [.failure(.couldNotConnect, reached: false), .answer(200)],
                    operation: name,
                    waits: [50]
                ),
                row("\(name), 502", [.answer(502)], operation: name, waits: [], outcome: "unexpectedStatus"),
                row(
                    "\(name), throttled",
                    [error("TooManyRequestsException"), .answer(200)],
                    operation: name,
                    waits: [1000]
                ),
            ]
        } + [
            row(
                "a single use that the caller knows to be repeatable",
                [.failure(.connectionLost, reached: true), .answer(200)],
                operation: "GetTokensFromRefreshToken",
                options: CallOptions(isRepeatable: true),
                waits: [50]
            ),
            row(
                "a call that the caller does not want repeated",
                [.failure(.connectionLost, reached: true)],
                options: CallOptions(isRepeatable: false),
                waits: [],
                outcome: "transport"
            ),
        ]

    private static let limits: [RetryRow] = [
        row(
            "a wait that would outlast the call",
            [error("TooManyRequestsException")],
            options: CallOptions(timeout: .milliseconds(900)),
            waits: [],
            outcome: "TooManyRequestsException"
        ),
        row(
            "a second wait that would outlast the call",
            [.answer(429), .answer(429)],
            options: CallOptions(timeout: .seconds(3)),
            waits: [1000],
            outcome: "unexpectedStatus"
        ),
        row("no time at all", [], options: CallOptions(timeout: .zero), waits: [], outcome: "deadlineExceeded"),
    ]

    private static func error(_ code: String, status: Int = 400) -> ScriptedTransport.Turn {
        .answer(status, headers: ["x-amzn-errortype": code])
    }

    /// Waits are in milliseconds; every turn is taken, and the script is not run over.
    private static func row(
        _ name: String,
        _ turns: [ScriptedTransport.Turn],
        operation: String = "Greet",
        options: CallOptions = CallOptions(),
        fractions: [Double] = [],
        waits: [Int],
        outcome: String = "ok"
    ) -> RetryRow {
        RetryRow(
            testDescription: name,
            operation: Bench.operation(named: operation),
            options: options,
            turns: turns,
            fractions: fractions,
            waits: waits.map { .milliseconds($0) },
            attempts: min(turns.count, 3),
            outcome: outcome
        )
    }
}
