internal import CognitoWire
internal import GRDB

/// What an application asks of `/logout`: to end the browser's sign-in, and then to come back, or to sign somebody else in.
package struct SignOutRequest: Sendable {
    let parameters: OAuthParameters

    package init(_ parameters: OAuthParameters) {
        self.parameters = parameters
    }

    /// Ends the sign-in.
    ///
    /// - Parameters:
    ///   - cookie: The browser's cookie.
    ///   - poolID: The pool whose page it is.
    ///   - call: The call.
    /// - Returns: The application's address to go to; `nil` for the sign-in page.
    /// - Throws: ``OAuthRefusal`` if the address is not registered; then nobody is signed out.
    func perform(cookie: String?, poolID: String, in call: Call) throws -> String? {
        let clientID = try parameters.required("client_id")
        guard let client = try AppClientRecord.fetchOne(call.db, key: clientID), client.poolID == poolID else {
            throw OAuthRefusal(.invalidRequest, "The pool has no client of that id.")
        }
        guard let address = parameters["logout_uri"] else {
            guard parameters["redirect_uri"] != nil, parameters["response_type"] != nil else {
                throw OAuthRefusal(.invalidRequest, "logout_uri is missing, or redirect_uri and response_type are.")
            }
            try call.endBrowserSession(cookie)
            return nil
        }
        guard client.details.logoutURLs?.contains(address) == true else {
            throw OAuthRefusal(.redirectMismatch, "logout_uri is not one of the client's sign-out URLs.")
        }
        try call.endBrowserSession(cookie)
        guard let state = parameters["state"] else { return address }
        return ReturnAddress(address, state: state, isFragment: false).with([])
    }
}
