/// Where a browser is led by one of the pool's pages.
package enum PageStep: Sendable {
    /// A page to be shown.
    case show(SignInPage)
    /// The sign-in page of the same request.
    case signIn
    /// An address to go to: the application's, with an answer. A cookie, if there is one, says who signed in.
    case leave(String, cookie: PageCookie = .unchanged)
    /// The same page again, now that somebody is signed in.
    case again(cookie: PageCookie)
    /// An error that the person at the browser hears, and nobody else.
    case refused(OAuthRefusal)
    /// There is no such pool.
    case unknown
}

/// What becomes of the browser's cookie.
package enum PageCookie: Hashable, Sendable {
    case unchanged
    case set(String)
    case removed
}
