import CognitoClient
import CognitoWire
import HTTPTransport
import Testing

@Suite("Errors of the service") struct ErrorMappingTests {
    @Test("code, message, status and request id come from where the service puts them", arguments: ErrorRow.all)
    func mapping(_ row: ErrorRow) async throws {
        let bench = try Bench([row.answer]) { $0.retry = .never }
        let error = try #require(
            await #expect(throws: CognitoClientError.self) { try await bench.client.call(Bench.greet, json: []) }
        )
        #expect(error.code == row.code)
        #expect(error.serviceCode?.rawValue == row.serviceCode)
        #expect(error.message == row.message)
        #expect(error.httpStatus == row.status)
        #expect(error.requestID == row.requestID)
        #expect(error.operation == "Greet")
    }

    @Test(
        "what to do about a code",
        arguments: [
            ("InvalidParameterException", Remedy.fixInput), ("InvalidPasswordException", .fixInput),
            ("CodeMismatchException", .fixInput), ("ExpiredCodeException", .fixInput),
            ("UsernameExistsException", .fixInput), ("ResourceNotFoundException", .fixInput),
            ("AccessDeniedException", .fixInput), ("SomethingNewException", .fixInput),
            ("NotAuthorizedException", .signInAgain), ("RefreshTokenReuseException", .signInAgain),
            ("PasswordResetRequiredException", .signInAgain), ("UserNotConfirmedException", .signInAgain),
            ("UserNotFoundException", .signInAgain),
            ("LimitExceededException", .wait), ("TooManyRequestsException", .wait), ("SlowDown", .wait),
            ("TooManyFailedAttemptsException", .wait),
            ("InternalErrorException", .retry), ("ConcurrentModificationException", .retry),
            ("CodeDeliveryFailureException", .retry),
            ("UnexpectedLambdaException", .giveUp), ("InvalidSmsRoleAccessPolicyException", .giveUp),
        ]
    )
    func remedy(code: String, remedy: Remedy) async throws {
        #expect(try await error(code: code).remedy == remedy)
    }

    @Test(
        "in an administrator's call nobody's session is refused",
        arguments: ["NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException"]
    )
    func administratorsRemedy(code: String) async throws {
        #expect(try await error(code: code, operation: Bench.administer).remedy == .fixInput)
        let signIn = Bench.operation(named: "AdminInitiateAuth")
        #expect(try await error(code: code, operation: signIn).remedy == .signInAgain)
    }

    @Test("a lock-out is no reason to drop a session")
    func lockOut() async throws {
        let error = try await error(code: "NotAuthorizedException", message: "Password attempts exceeded")
        #expect(error.remedy == .wait)
    }

    @Test(
        "what to do about an answer without a code",
        arguments: [(400, Remedy.giveUp), (403, .giveUp), (429, .wait), (500, .retry), (502, .retry), (599, .retry)]
    )
    func remedyOfStatus(status: Int, remedy: Remedy) async throws {
        let bench = try Bench([.answer(status, body: "<html>no</html>")]) { $0.retry = .never }
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Bench.greet, json: [])
        }
        #expect(error?.remedy == remedy)
        #expect(error?.code == .unexpectedStatus)
    }

    @Test(
        "what to do about a transport's failure",
        arguments: [
            (TransportError.Code.couldNotResolve, Remedy.retry), (.couldNotConnect, .retry), (.timedOut, .retry),
            (.connectionLost, .retry), (.tooSlow, .retry), (.certificateExpired, .giveUp), (.tlsFailure, .giveUp),
            (.bodyTooLarge, .giveUp), (.redirectRefused, .giveUp), (.malformedResponse, .giveUp),
            (.insecureEndpoint, .fixInput),
        ]
    )
    func remedyOfTransport(code: TransportError.Code, remedy: Remedy) async throws {
        let bench = try Bench([.failure(code, reached: true)]) { $0.retry = .never }
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Bench.greet, json: [])
        }
        #expect(error?.remedy == remedy)
        #expect(error?.underlying?.code == code)
    }

    @Test(
        "a success that is not JSON, or not the operation's, is one clear error",
        arguments: ["<html>", "[]", "{", "7"]
    )
    func malformedAnswer(body: String) async throws {
        let bench = try Bench([.answer(200, headers: ["x-amzn-requestid": "r-1"], body: body)])
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Greet.self, Greet.Input(name: "Jo", password: nil))
        }
        #expect(error?.code == .malformedAnswer)
        #expect(error?.httpStatus == 200)
        #expect(error?.requestID == "r-1")
        #expect(error?.message.contains("html") == false)
        let raw = try Bench([.answer(200, body: body)])
        let rawError = await #expect(throws: CognitoClientError.self) {
            try await raw.client.call(Bench.greet, json: [])
        }
        #expect(rawError?.code == .malformedAnswer)
    }

    @Test("a member of the wrong type is named, and its value is not")
    func wrongType() async throws {
        let bench = try Bench([.answer(200, body: #"{"Reply":4711}"#)])
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Greet.self, Greet.Input(name: "Jo", password: nil))
        }
        #expect(error?.code == .malformedAnswer)
        #expect(error?.message.contains("Reply") == true)
        #expect(error?.message.contains("4711") == false)
    }

    @Test("what the service quotes of a request's secrets is redacted")
    func redaction() async throws {
        let body =
            #"{"Name":"Jo","Password":"canary-1","AuthParameters":{"SECRET_HASH":"canary-2","USERNAME":"jo@x"},"#
            + #""Deep":[{"ConfirmationCode":["canary-3"]}],"Session":"s"}"#
        let text = "Value 'canary-1' of jo@x with canary-2, canary-3 and canary-1 is not nice"
        let bench = try Bench([.answer(400, body: #"{"__type":"InvalidParameterException","message":"\#(text)"}"#)])
        let error = await #expect(throws: CognitoClientError.self) {
            try await bench.client.call(Bench.greet, json: Array(body.utf8))
        }
        #expect(
            error?.message == "Value '<redacted>' of jo@x with <redacted>, <redacted> and <redacted> is not nice"
        )
    }

    private func error(
        code: String,
        message: String = "no",
        operation: AnyWireOperation = Bench.greet
    ) async throws -> CognitoClientError {
        let answer = ScriptedTransport.Turn.answer(400, body: #"{"__type":"\#(code)","message":"\#(message)"}"#)
        let bench = try Bench([answer], credentials: Bench.credentials) { $0.retry = .never }
        return try #require(
            await #expect(throws: CognitoClientError.self) { try await bench.client.call(operation, json: []) }
        )
    }
}
