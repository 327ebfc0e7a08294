internal import CognitoWire

/// What the service answers instead of a result: a code, and a text in the service's words.
struct Refusal: Error, Equatable {
    let code: ServiceErrorCode
    let message: String
    /// Whether what was written before it stays: a counted failure, a spent session.
    ///
    /// Otherwise the call leaves no trace.
    private(set) var keepsChanges = false

    init(_ code: ServiceErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The same refusal, after which what was written stays.
    var keepingChanges: Refusal {
        var refusal = self
        refusal.keepsChanges = true
        return refusal
    }
}

extension Refusal {
    static func invalidParameter(_ message: String) -> Refusal { Refusal(.invalidParameter, message) }
    static func notAuthorized(_ message: String) -> Refusal { Refusal(.notAuthorized, message) }

    /// The one answer to a wrong password and to a hidden user.
    static let wrongCredentials = notAuthorized("Incorrect username or password.")
    static let tooManyPasswords = notAuthorized("Password attempts exceeded")
    static let userNotFound = Refusal(.userNotFound, "User does not exist.")
    static let codeMismatch = Refusal(.codeMismatch, "Invalid verification code provided, please try again.")
    static let expiredCode = Refusal(.expiredCode, "Invalid code provided, please request a code again.")
    static let limitExceeded = Refusal(.limitExceeded, "Attempt limit exceeded, please try after some time.")

    static let userDisabled = notAuthorized("User is disabled.")
    static let noRecovery = invalidParameter(
        "Cannot reset password for the user as there is no registered/verified email or phone_number"
    )

    static let unknownDevice = Refusal(.resourceNotFound, "Device does not exist.")

    static func missingParameter(_ name: String) -> Refusal {
        invalidParameter("Missing required parameter \(name)")
    }

    /// What is part of the service, but not of this pool.
    static func notOffered(_ name: String) -> Refusal {
        Refusal(.unsupportedOperation, "\(name) is not offered by LocalPool")
    }

    /// An address or number that signs somebody else in.
    static func aliasExists(_ attribute: String) -> Refusal {
        Refusal(.aliasExists, "An account with the \(attribute) already exists.")
    }

    static func unknownPool(_ id: String) -> Refusal {
        Refusal(.resourceNotFound, "User pool \(id) does not exist.")
    }

    /// A token that no list of ours ended a page with.
    static let invalidPaginationToken = invalidParameter("Invalid pagination token")

    static func unknownClient(_ id: String) -> Refusal {
        Refusal(.resourceNotFound, "User pool client \(id) does not exist.")
    }

    static func unknownProvider(_ name: String) -> Refusal {
        Refusal(.resourceNotFound, "Identity provider \(name) does not exist.")
    }
}

extension Optional {
    /// The value of a member that the model leaves open, but the operation needs.
    ///
    /// - Throws: ``Refusal`` that names the member if there is none.
    func required(_ name: String) throws -> Wrapped {
        guard let self else { throw Refusal.missingParameter(name) }
        return self
    }
}

extension ServiceErrorCode {
    /// A request that cannot be read; no model lists it.
    static let unreadable = ServiceErrorCode(rawValue: "SerializationException")
    /// A request for an operation that no model lists.
    static let unknownOperation = ServiceErrorCode(rawValue: "UnknownOperationException")
}
