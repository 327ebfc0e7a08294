import AppSupport
import ByteCoding
import Hummingbird
import NIOCore

/// A request's body, read member by member.
protocol RequestBody {
    /// Takes the members it knows; faults are left with the reader.
    init(reading members: inout MemberReader)
}

extension Request {
    /// Reads the body as strict JSON.
    ///
    /// - Parameters:
    ///   - type: What to read.
    ///   - rules: What a body may be.
    ///   - context: The request's context.
    ///   - isOptional: Whether no body at all is as good as an empty object.
    /// - Returns: What was read.
    /// - Throws: ``Problem`` with ``Problem/Code/unsupportedMediaType``, ``Problem/Code/payloadTooLarge``,
    ///   ``Problem/Code/malformedRequest``, or what ``MemberReader/finish()`` throws; or the connection's error.
    func decoded<Body: RequestBody>(
        as type: Body.Type,
        under rules: RequestRules,
        in context: GatewayContext,
        isOptional: Bool = false
    ) async throws -> Body {
        let bytes = try await wholeBody(under: rules, in: context)
        let isAbsent = bytes.isEmpty && isOptional
        if !isAbsent { try checkType() }
        var members = MemberReader(isAbsent ? JSONObject() : try Self.object(bytes, under: rules))
        let body = Body(reading: &members)
        try members.finish()
        return body
    }

    private static func object(_ bytes: [UInt8], under rules: RequestRules) throws -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONReader(maximumByteCount: rules.maximumBodyByteCount).read(bytes)
        } catch {
            throw Problem(.malformedRequest, "The body is not JSON as it should be: \(error.message).")
        }
        guard let object = value.object else {
            throw Problem(
                .malformedRequest,
                "The body must be a JSON object.",
                errors: [Problem.Fault(pointer: "", code: MemberReader.FaultKind.type.rawValue)]
            )
        }
        return object
    }

    /// JSON, and for PATCH also what RFC 7396 calls a change to it.
    private func checkType() throws {
        let types = [MediaType.applicationJson] + (method == .patch ? [Self.mergePatch] : [])
        guard let type = headers[.contentType].flatMap({ MediaType(from: $0) }), types.contains(where: type.isType)
        else {
            throw Problem(.unsupportedMediaType, "The body must be of the type application/json.")
        }
    }

    private static let mergePatch = MediaType(type: .application, subType: "merge-patch+json")

    private func wholeBody(under rules: RequestRules, in context: GatewayContext) async throws -> [UInt8] {
        let limit = rules.maximumBodyByteCount
        let tooLarge = Problem(.payloadTooLarge, "The body must not be longer than \(limit) bytes.")
        if let announced = headers[.contentLength].flatMap({ Int($0) }), announced > limit { throw tooLarge }
        do {
            let buffer = try await body.collect(upTo: limit)
            context.record.noteWholeBody()
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }
}
