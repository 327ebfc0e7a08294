internal import CognitoWire

/// Where a browser is led, and by which error, if it is one.
struct PageOutcome: Sendable {
    let step: PageStep
    /// The code and the text.
    let error: (code: String?, message: String?)?
}

extension PageOutcome {
    init(led step: PageStep, by refusal: OAuthRefusal) {
        self.init(step: step, error: (refusal.code.rawValue, refusal.message))
    }

    /// Finds out.
    ///
    /// - Parameters:
    ///   - body: What leads somewhere, or fails.
    ///   - page: What is shown after a refusal of the pool's rules; without it, an error page is.
    init(of body: () async throws -> PageStep, after page: ((Refusal) async throws -> PageStep)?) async {
        do {
            self.init(step: try await body(), error: nil)
        } catch let refusal as Refusal {
            guard let page else {
                self.init(refusal)
                return
            }
            let shown: PageStep
            do {
                shown = try await page(refusal)
            } catch {
                shown = PageOutcome(error).step
            }
            self.init(step: shown, error: (refusal.code.rawValue, refusal.message))
        } catch {
            self.init(error)
        }
    }

    private init(_ error: any Error) {
        switch error {
        case is UnknownPage: self.init(step: .unknown, error: (nil, "There is no pool of that id."))
        case AuthorizationFailure.page(let refusal): self.init(led: .refused(refusal), by: refusal)
        case AuthorizationFailure.redirect(let refusal, let back):
            self.init(led: .leave(back.with(refusal)), by: refusal)
        case let refusal as OAuthRefusal: self.init(led: .refused(refusal), by: refusal)
        case let refusal as Refusal: self.init(OAuthRefusal(refusal, as: .invalidRequest))
        default: self.init(OAuthRefusal(.serverError, "The local pool failed."))
        }
    }
}
