internal import CognitoWire

/// Sign-up and forgotten passwords, by the operations that applications call.
extension HostedSignIn {
    func openSignUp() throws -> SignInPage {
        guard facts.offersSignUp else { throw Refusal.notAuthorized("SignUp is not permitted for this user pool") }
        return SignInPage(.signUp, facts, username: username)
    }

    func signUp() throws -> SignInPage {
        guard facts.offersSignUp else { throw Refusal.notAuthorized("SignUp is not permitted for this user pool") }
        let name = try required("username", facts.usernameLabels.joined(separator: " or "))
        let response = try SignUp.perform(
            SignUpRequest(
                clientID: Sensitive(client.id),
                username: Sensitive(name),
                password: Sensitive(try required("password", "password")),
                secretHash: try secretHash(of: name).map { Sensitive($0) },
                userAttributes: attributes
            ),
            in: call
        )
        guard response.userConfirmed != true else {
            return SignInPage(.signIn, facts, username: name, notice: "You are signed up. Please sign in.")
        }
        var page = SignInPage(.confirmation, facts, username: name)
        page.destination = response.codeDeliveryDetails?.destination
        return page
    }

    func confirm() throws -> SignInPage {
        _ = try ConfirmSignUp.perform(
            ConfirmSignUpRequest(
                clientID: Sensitive(client.id),
                confirmationCode: try required("code", "code"),
                username: Sensitive(username),
                secretHash: try secretHash(of: username).map { Sensitive($0) }
            ),
            in: call
        )
        return SignInPage(.signIn, facts, username: username, notice: "You are confirmed. Please sign in.")
    }

    func resend() throws -> SignInPage {
        let response = try ResendConfirmationCode.perform(
            ResendConfirmationCodeRequest(
                clientID: Sensitive(client.id),
                username: Sensitive(username),
                secretHash: try secretHash(of: username).map { Sensitive($0) }
            ),
            in: call
        )
        var page = SignInPage(.confirmation, facts, username: username, notice: "Another code is on its way.")
        page.destination = response.codeDeliveryDetails?.destination
        return page
    }

    func forgot() throws -> SignInPage {
        let name = try required("username", facts.usernameLabels.joined(separator: " or "))
        let response = try ForgotPassword.perform(
            ForgotPasswordRequest(
                clientID: Sensitive(client.id),
                username: Sensitive(name),
                secretHash: try secretHash(of: name).map { Sensitive($0) }
            ),
            in: call
        )
        var page = SignInPage(.passwordReset, facts, username: name)
        page.destination = response.codeDeliveryDetails?.destination
        return page
    }

    func reset() throws -> SignInPage {
        _ = try ConfirmForgotPassword.perform(
            ConfirmForgotPasswordRequest(
                clientID: Sensitive(client.id),
                confirmationCode: try required("code", "code"),
                password: Sensitive(try required("new_password", "new password")),
                username: Sensitive(username),
                secretHash: try secretHash(of: username).map { Sensitive($0) }
            ),
            in: call
        )
        return SignInPage(.signIn, facts, username: username, notice: "Your password is changed. Please sign in.")
    }
}
