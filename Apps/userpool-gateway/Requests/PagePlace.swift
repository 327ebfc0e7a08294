import AppSupport
import Hummingbird
import UserPoolKit

/// Which page of a list is asked for, by the query's `limit` and `cursor`; `cursor` is the `next` of the page before.
struct PagePlace {
    /// The most elements of the page; `nil` for the service's own number.
    let limit: Int?
    /// Where to go on; `nil` for the first page.
    let token: PageToken?

    /// Reads the query.
    ///
    /// - Throws: ``Problem`` with ``Problem/Code/invalidParameter``.
    init(of request: Request, maximum: Int) throws {
        let query = request.uri.queryParameters
        limit = try query["limit"].map { text in
            guard let limit = Int(text), (1...maximum).contains(limit) else {
                throw Problem(.invalidParameter, "The query's limit is a number from 1 to \(maximum).")
            }
            return limit
        }
        token = try query["cursor"].map { text in
            guard !text.isEmpty else {
                throw Problem(.invalidParameter, "The query's cursor is the next of the page before.")
            }
            return PageToken(String(text))
        }
    }
}
