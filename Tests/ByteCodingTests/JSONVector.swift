import ByteCoding
import Foundation
import Testing

/// One file of JSONTestSuite with the verdict that this reader owes it.
struct JSONVector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let expect: String
    let base64: String

    var testDescription: String { name }

    /// What the reader owes the file; any refusal will do where the suite asks for one.
    var verdict: Verdict {
        Self.decided[name] ?? (expect == "accept" ? .accept : .refuse)
    }

    enum Verdict: Equatable {
        case accept
        case refuse
        case refuseWith(ByteCodingError.Code)
    }

    /// Whether the reader does what it owes.
    func isMet(by bytes: [UInt8]) -> Bool {
        do {
            _ = try JSONReader().read(bytes)
            return verdict == .accept
        } catch {
            return verdict == .refuse || verdict == .refuseWith(error.code)
        }
    }

    /// All files; empty if they cannot be read, which a test refuses.
    static let all: [JSONVector] = (try? load()) ?? []

    private static func load() throws -> [JSONVector] {
        let url = Bundle.module.bundleURL.appending(path: "Vectors/json_test_suite.jsonl")
        return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(JSONVector.self, from: $0)
        }
    }

    /// Our answers where the suite leaves the choice, and the two files that it accepts and we refuse.
    private static let decided: [String: Verdict] = [
        // Duplicate names: the suite takes them, we do not.
        "y_object_duplicated_key.json": .refuseWith(.duplicateName),
        "y_object_duplicated_key_and_value.json": .refuseWith(.duplicateName),
        // Numbers are kept as text, so none is too large.
        "i_number_double_huge_neg_exp.json": .accept,
        "i_number_huge_exp.json": .accept,
        "i_number_neg_int_huge_exp.json": .accept,
        "i_number_pos_double_huge_exp.json": .accept,
        "i_number_real_neg_overflow.json": .accept,
        "i_number_real_pos_overflow.json": .accept,
        "i_number_real_underflow.json": .accept,
        "i_number_too_big_neg_int.json": .accept,
        "i_number_too_big_pos_int.json": .accept,
        "i_number_very_big_negative_int.json": .accept,
        // Halves of surrogate pairs.
        "i_object_key_lone_2nd_surrogate.json": .refuseWith(.malformedJSON),
        "i_string_1st_surrogate_but_2nd_missing.json": .refuseWith(.malformedJSON),
        "i_string_1st_valid_surrogate_2nd_invalid.json": .refuseWith(.malformedJSON),
        "i_string_incomplete_surrogate_and_escape_valid.json": .refuseWith(.malformedJSON),
        "i_string_incomplete_surrogate_pair.json": .refuseWith(.malformedJSON),
        "i_string_incomplete_surrogates_escape_valid.json": .refuseWith(.malformedJSON),
        "i_string_invalid_lonely_surrogate.json": .refuseWith(.malformedJSON),
        "i_string_invalid_surrogate.json": .refuseWith(.malformedJSON),
        "i_string_inverted_surrogates_U+1D11E.json": .refuseWith(.malformedJSON),
        "i_string_lone_second_surrogate.json": .refuseWith(.malformedJSON),
        // Not UTF-8.
        "i_string_UTF-16LE_with_BOM.json": .refuseWith(.invalidUTF8),
        "i_string_UTF-8_invalid_sequence.json": .refuseWith(.invalidUTF8),
        "i_string_UTF8_surrogate_U+D800.json": .refuseWith(.invalidUTF8),
        "i_string_invalid_utf-8.json": .refuseWith(.invalidUTF8),
        "i_string_iso_latin_1.json": .refuseWith(.invalidUTF8),
        "i_string_lone_utf8_continuation_byte.json": .refuseWith(.invalidUTF8),
        "i_string_not_in_unicode_range.json": .refuseWith(.invalidUTF8),
        "i_string_overlong_sequence_2_bytes.json": .refuseWith(.invalidUTF8),
        "i_string_overlong_sequence_6_bytes.json": .refuseWith(.invalidUTF8),
        "i_string_overlong_sequence_6_bytes_null.json": .refuseWith(.invalidUTF8),
        "i_string_truncated-utf-8.json": .refuseWith(.invalidUTF8),
        "i_string_utf16BE_no_BOM.json": .refuseWith(.invalidUTF8),
        "i_string_utf16LE_no_BOM.json": .refuseWith(.invalidUTF8),
        // Limits and marks.
        "i_structure_500_nested_arrays.json": .refuseWith(.limitExceeded),
        "i_structure_UTF-8_BOM_empty_object.json": .refuseWith(.malformedJSON),
    ]

    /// How many files the table decides.
    static var decidedNames: Set<String> { Set(decided.keys) }
}
