import AppSupport
import ByteCoding
import CognitoWire
import UserPoolKit

/// Parameters of a signed-in user's method, beside those that say who calls.
struct RPCAuthenticated<Parameters: RequestBody>: RequestBody {
    let caller: CognitoUserPoolMethods.Caller
    let parameters: Parameters

    init(reading members: inout MemberReader) {
        let username = members.requiredText("username")
        let refresh = members.text("refreshToken").map { Sensitive($0) }
        let id = members.text("idToken")
        let access = members.text("accessToken").map { Sensitive($0) }
        // A refresh token is enough by itself; without one the package takes both others and nothing less.
        switch (refresh, id, access) {
        case (nil, nil, nil): members.require("refreshToken")
        case (nil, nil, _?): members.require("idToken")
        case (nil, _?, nil): members.require("accessToken")
        default: break
        }
        caller = CognitoUserPoolMethods.Caller(username: username, refreshToken: refresh, accessToken: access)
        parameters = Parameters(reading: &members)
    }
}

/// No parameters of its own.
struct RPCNothing: RequestBody {
    init(reading members: inout MemberReader) {}
}

struct RPCSignUp: RequestBody {
    let username: String
    let password: SecretBytes
    let attributes: [NamedValue]

    init(reading members: inout MemberReader) {
        username = members.requiredText("username")
        password = members.requiredSecret("password")
        attributes = members.namedValues("attributes")
    }
}

struct RPCConfirmation: RequestBody {
    let username: String
    let code: String
    let forcesAlias: Bool

    init(reading members: inout MemberReader) {
        username = members.requiredText("username")
        code = members.requiredText("confirmationCode")
        forcesAlias = members.flag("forceAliasCreation") ?? false
    }
}

struct RPCUsername: RequestBody {
    let username: String

    init(reading members: inout MemberReader) {
        username = members.requiredText("username")
    }
}

struct RPCLogin: RequestBody {
    let username: String
    let password: SecretBytes

    init(reading members: inout MemberReader) {
        username = members.requiredText("username")
        password = members.requiredSecret("password")
    }
}

struct RPCLoginCode: RequestBody {
    let session: String
    let code: String

    init(reading members: inout MemberReader) {
        // The session knows whose it is.
        _ = members.requiredText("username")
        session = members.requiredText("loginSession")
        code = members.requiredText("mfaCode")
    }
}

struct RPCNewPassword: RequestBody {
    let session: String
    let password: SecretBytes
    let attributes: [String: String]

    init(reading members: inout MemberReader) {
        _ = members.requiredText("username")
        session = members.requiredText("loginSession")
        password = members.requiredSecret("newPassword")
        attributes = members.texts("attributes")
    }
}

struct RPCSetMfa: RequestBody {
    let isOn: Bool

    init(reading members: inout MemberReader) {
        isOn = members.requiredFlag("enableMfa")
    }
}

struct RPCProfile: RequestBody {
    let attributes: [NamedValue]

    init(reading members: inout MemberReader) {
        attributes = members.namedValues("attributes", isRequired: true)
    }
}

struct RPCAttributeCode: RequestBody {
    let attribute: String
    let code: String

    init(reading members: inout MemberReader) {
        attribute = members.requiredText("attribute")
        code = members.requiredText("confirmationCode")
    }
}

struct RPCPhone: RequestBody {
    /// `nil` if the number is removed.
    let number: String?

    init(reading members: inout MemberReader) {
        number = members.textOrEmpty("phone_number").flatMap { $0.isEmpty ? nil : $0 }
    }
}

struct RPCPasswordChange: RequestBody {
    let old: SecretBytes
    let new: SecretBytes

    init(reading members: inout MemberReader) {
        old = members.requiredSecret("oldPassword")
        new = members.requiredSecret("newPassword")
    }
}

struct RPCReset: RequestBody {
    let username: String
    let code: String
    let password: SecretBytes

    init(reading members: inout MemberReader) {
        username = members.requiredText("username")
        code = members.requiredText("passwordResetCode")
        password = members.requiredSecret("newPassword")
    }
}

extension MemberReader {
    /// Reads attributes as the package writes them.
    fileprivate mutating func namedValues(_ name: String, isRequired: Bool = false) -> [NamedValue] {
        if isRequired, !has(name) { require(name) }
        return list(name) { members in
            NamedValue(name: members.requiredText("Name"), value: members.textOrEmpty("Value"))
        }
    }
}
