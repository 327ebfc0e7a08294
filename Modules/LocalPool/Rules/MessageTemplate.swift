internal import CognitoWire

/// The words of a message, with places for the code, the username and a link.
struct MessageTemplate: Equatable, Sendable {
    /// Where the code stands, or the temporary password.
    static let codePlace = "{####}"
    /// Where the username stands, in invitations.
    static let usernamePlace = "{username}"
    /// Where a link may stand, as triggers are told; any words may stand between the signs.
    static let linkPlace = "{##Click Here##}"

    /// The subject line; text messages have none.
    var subject: String?
    /// The text; that of an e-mail is HTML.
    var body: String

    /// The words of a pool for an occasion, or else the service's own.
    ///
    /// - Parameters:
    ///   - occasion: Why the message is sent.
    ///   - medium: How it travels.
    ///   - pool: The pool's settings.
    ///   - emailFactor: What the pool says of codes by e-mail.
    init(
        _ occasion: MessageOccasion,
        by medium: DeliveredMessage.Medium,
        in pool: UserPoolType,
        emailFactor: EmailMfaConfigType? = nil
    ) {
        let isMail = medium == .email
        switch occasion {
        case .adminCreateUser:
            let invitation = pool.adminCreateUserConfig?.inviteMessageTemplate
            self.init(
                subject: isMail ? invitation?.emailSubject ?? "Your temporary password" : nil,
                body: (isMail ? invitation?.emailMessage : invitation?.smsMessage)
                    ?? "Your username is {username} and temporary password is {####}."
            )
        case .authentication:
            self.init(
                subject: isMail ? emailFactor?.subject ?? "Your authentication code" : nil,
                body: (isMail ? emailFactor?.message : pool.smsAuthenticationMessage)
                    ?? "Your authentication code is {####}."
            )
        default:
            self.init(verifying: occasion, isMail: isMail, pool)
        }
    }

    private init(verifying occasion: MessageOccasion, isMail: Bool, _ pool: UserPoolType) {
        let template = pool.verificationMessageTemplate
        let isReset = occasion == .forgotPassword
        let standard = isReset ? "Your password reset code is {####}" : "Your confirmation code is {####}"
        guard isMail else {
            body = template?.smsMessage ?? pool.smsVerificationMessage ?? standard
            return
        }
        if occasion.allowsLink, template?.defaultEmailOption == .confirmWithLink {
            subject = template?.emailSubjectByLink ?? "Your verification link"
            body =
                template?.emailMessageByLink
                ?? "Please click the link below to verify your email address. {##Verify Email##}"
        } else {
            subject =
                template?.emailSubject ?? pool.emailVerificationSubject
                ?? (isReset ? "Your password reset code" : "Your verification code")
            body = template?.emailMessage ?? pool.emailVerificationMessage ?? standard
        }
    }

    /// Words from a trigger.
    init(subject: String?, body: String) {
        (self.subject, self.body) = (subject, body)
    }

    /// Whether the words say what they are sent for: the code or a link, and in invitations the username too.
    func isComplete(for occasion: MessageOccasion) -> Bool {
        let mayHaveLink = subject != nil && occasion.allowsLink
        let hasCode = body.contains(Self.codePlace) || (mayHaveLink && linkRange(in: body[...]) != nil)
        return hasCode && (occasion != .adminCreateUser || body.contains(Self.usernamePlace))
    }

    /// The message: each place is filled in once, so that nothing in a name or a password counts as a place.
    ///
    /// - Parameters:
    ///   - code: The code or the temporary password.
    ///   - username: Whom it is for.
    ///   - link: Where a link leads to; without one its words stand alone.
    /// - Returns: Subject and text; names and passwords in an e-mail are escaped, as it is HTML.
    func filled(code: String, username: String, link: String?) -> MessageTemplate {
        let isMail = subject != nil
        let escape: (String) -> String = { isMail ? $0.escapedForHTML : $0 }
        let values = [(Self.codePlace, escape(code)), (Self.usernamePlace, escape(username))]
        var rest = body[...]
        var text = ""
        while let brace = rest.firstIndex(of: "{") {
            text += rest[..<brace]
            rest = rest[brace...]
            if let (place, value) = values.first(where: { rest.hasPrefix($0.0) }) {
                text += value
                rest = rest.dropFirst(place.count)
            } else if let range = linkRange(in: rest), range.lowerBound == brace {
                let words = rest[range].dropFirst(3).dropLast(3)
                text += link.map { "<a href=\"\($0.escapedForHTML)\">\(words)</a>" } ?? String(words)
                rest = rest[range.upperBound...]
            } else {
                text.append(rest.removeFirst())
            }
        }
        return MessageTemplate(subject: subject, body: text + rest)
    }

    /// The first `{##words##}` of a text.
    private func linkRange(in text: Substring) -> Range<Substring.Index>? {
        guard let start = text.firstRange(of: "{##"), let end = text[start.upperBound...].firstRange(of: "##}"),
            end.lowerBound > start.upperBound
        else { return nil }
        return start.lowerBound..<end.upperBound
    }
}

extension String {
    /// The text as HTML shows it.
    var escapedForHTML: String {
        var text = ""
        for character in self {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.append(character)
            }
        }
        return text
    }
}
