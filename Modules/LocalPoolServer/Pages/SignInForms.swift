internal import HTTPTypes
internal import LocalPool

/// The pool's sign-in page in HTML; everything but passkeys works without its script.
struct SignInForms {
    let page: SignInPage
    /// What shows that a form came from a page of ours.
    let formToken: String

    /// The whole page.
    var response: SiteResponse {
        PageShell.page(
            title,
            """
            <h1>\(title)</h1>
            <p class="place">\(page.facts.clientName) · \(page.facts.poolName)</p>
            \(notice)
            \(content)
            """,
            status: page.isError ? .badRequest : .ok,
            target: page.facts.redirectURI
        )
    }

    private var title: String {
        switch page.kind {
        case .signIn, .password: "Sign in"
        case .choice: "Choose how to go on"
        case .code: "Enter your code"
        case .newPassword: "Choose a new password"
        case .emailSetup: "Set up codes by e-mail"
        case .appSetup: "Set up an authenticator app"
        case .passkey: "Sign in with a passkey"
        case .signUp: "Sign up"
        case .confirmation: "Confirm your account"
        case .forgottenPassword: "Forgot your password?"
        case .passwordReset: "Reset your password"
        case .addPasskey: "Add a passkey"
        }
    }

    private var notice: HTML {
        guard let text = page.notice else { return "" }
        return page.isError
            ? "<p class=\"error\" role=\"alert\">\(text)</p>" : "<p class=\"notice\" role=\"status\">\(text)</p>"
    }

    private var content: HTML {
        switch page.kind {
        case .signIn: signIn
        case .password: answer("Sign in", [carried("answer", "PASSWORD"), password("current-password")])
        case .choice: HTML(page.choices.map(choice))
        case .code: answer("Go on", [destination, code])
        case .newPassword:
            answer("Go on", [newPassword, attributes(page.attributes)])
        case .appSetup: appSetup
        case .emailSetup: answer("Send a code", [field("email", "E-mail", "email", complete: "email", isFirst: true)])
        case .passkey: passkey("get", step: "answer", button: "Use a passkey")
        case .signUp: signUp
        case .confirmation: confirmation
        case .forgottenPassword: form("forgot", "Send a code", [usernameField])
        case .passwordReset:
            form("reset", "Reset the password", [username, destination, code, newPassword])
        case .addPasskey:
            "\(passkey("create", step: "add", button: "Create a passkey"))<nav><a href=\"\(back)\">Not now</a></nav>"
        }
    }

    /// The application's address; nothing that a click could run.
    private var back: String {
        let address = page.facts.redirectURI
        return address.lowercased().hasPrefix("javascript:") ? "" : address
    }

    private var signIn: HTML {
        let begin =
            page.facts.asksUsernameFirst
            ? form("begin", "Next", [usernameField])
            : form("begin", "Sign in", [usernameField, password("current-password")])
        let signUp = page.facts.offersSignUp ? link("showSignUp", "Sign up") : ""
        return "\(begin)<nav>\(link("showForgottenPassword", "Forgot your password?"))\(signUp)</nav>"
    }

    private var signUp: HTML {
        form("signUp", "Sign up", [usernameField, password("new-password"), attributes(page.facts.signUpAttributes)])
    }

    private var confirmation: HTML {
        "\(form("confirm", "Confirm", [username, destination, code]))<nav>\(link("resend", "Send another code"))</nav>"
    }

    private var appSetup: HTML {
        let secret = page.appSecret ?? ""
        return """
            <p>Add this secret to your authenticator app, then enter the code that it shows.</p>
            <p><code>\(secret)</code></p>
            \(form("setUpApp", "Go on", [waiting, carried("app_secret", secret), username, code]))
            """
    }

    private func choice(_ name: String) -> HTML {
        let label = Self.labels[name] ?? name
        guard name != "PASSWORD" else {
            return form("choosePassword", label, [waiting, username])
        }
        return answer(label, [carried("answer", name)])
    }

    private func passkey(_ kind: String, step: String, button: String) -> HTML {
        let fields: [HTML] = [
            step == "answer" ? waiting : "", username, "<input type=\"hidden\" name=\"credential\" value=\"\">",
        ]
        return """
            <form method="post" data-passkey="\(kind)" data-options="\(page.passkeyOptions ?? "")">
            \(HTML([hidden("step", step), hidden("_csrf", formToken)] + fields))
            <button type="submit">\(button)</button>
            <p class="error" role="alert" hidden></p>
            <noscript><p class="error">Passkeys need JavaScript.</p></noscript>
            </form>
            """
    }
}

/// The pieces that forms are made of.
extension SignInForms {
    private static let labels = [
        "PASSWORD": "Password", "EMAIL_OTP": "Code by e-mail", "SMS_OTP": "Code by text message",
        "SMS_MFA": "Code by text message", "SOFTWARE_TOKEN_MFA": "Authenticator app", "WEB_AUTHN": "Passkey",
    ]

    /// A form that answers the challenge that waits.
    private func answer(_ button: String, _ fields: [HTML]) -> HTML {
        form("answer", button, [waiting, username] + fields)
    }

    private func form(_ step: String, _ button: String, _ fields: [HTML]) -> HTML {
        """
        <form method="post">
        \(HTML([hidden("step", step), hidden("_csrf", formToken)] + fields))
        <button type="submit">\(button)</button>
        </form>
        """
    }

    /// A form that looks like a link.
    private func link(_ step: String, _ text: String) -> HTML {
        """
        <form method="post">
        \(HTML([hidden("step", step), hidden("_csrf", formToken), username]))
        <button type="submit" class="link">\(text)</button>
        </form>
        """
    }

    private var waiting: HTML {
        HTML([carried("challenge", page.challenge), carried("session", page.session)])
    }

    private var username: HTML { carried("username", page.username.isEmpty ? nil : page.username) }

    private func carried(_ name: String, _ value: String?) -> HTML {
        value.map { hidden(name, $0) } ?? ""
    }

    private func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    private var destination: HTML {
        guard let destination = page.destination else { return "" }
        return "<p>The code went to \(destination).</p>\(hidden("destination", destination))"
    }

    private var usernameField: HTML {
        let label = page.facts.usernameLabels.map(Self.label).joined(separator: " or ")
        return field("username", label, "text", complete: "username webauthn", value: page.username, isFirst: true)
    }

    private func password(_ complete: String, name: String = "password", label: String = "Password") -> HTML {
        field(name, label, "password", complete: complete, isFirst: page.kind == .password || page.kind == .newPassword)
    }

    private var newPassword: HTML { password("new-password", name: "new_password", label: "New password") }

    private var code: HTML {
        """
        <label>Code
        <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" required autofocus></label>
        """
    }

    private func attributes(_ names: [String]) -> HTML {
        HTML(
            names.map { name in
                let type =
                    switch name {
                    case "email": "email"
                    case "phone_number": "tel"
                    case "birthdate": "date"
                    default: "text"
                    }
                return field("attribute.\(name)", Self.label(name), type, complete: Self.completions[name] ?? "off")
            }
        )
    }

    private static let completions = [
        "email": "email", "phone_number": "tel", "name": "name", "given_name": "given-name",
        "family_name": "family-name", "birthdate": "bday", "nickname": "nickname",
    ]

    private static func label(_ attribute: String) -> String {
        let words = attribute.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private func field(
        _ name: String,
        _ label: String,
        _ type: String,
        complete: String,
        value: String = "",
        isFirst: Bool = false
    ) -> HTML {
        let focus: HTML = isFirst ? " autofocus" : ""
        return """
            <label>\(label)
            <input name="\(name)" type="\(type)" autocomplete="\(complete)" value="\(value)" required\(focus)></label>
            """
    }
}
