import ByteCoding
import CognitoJWT
import Synchronization
import Testing

@Suite("The corpus of tokens") struct TokenCorpusTests {
    @Test("is all there")
    func complete() throws {
        let corpus = try TokenCorpus.shared.get()
        #expect(corpus.cases.count == 168)
        #expect(corpus.cases.count { $0.expect == "accept" } == 19)
        #expect(corpus.jwksDocuments.count == 22)
        #expect(corpus.limits.maxTokenBytes == UnverifiedToken.maximumByteCount)
    }

    @Test("token", arguments: try TokenCorpus.shared.get().cases)
    func verdict(_ test: TokenCorpus.Case) throws {
        let corpus = try TokenCorpus.shared.get()
        let verifier = try corpus.verifier(of: test)
        let (keys, now) = (try corpus.keySets(for: verifier), UnixTime(seconds: corpus.now))
        if test.expect == "accept" {
            let token = try verifier.verify(test.token, keys: keys, at: now)
            #expect(token.expiresAt > now.adding(.seconds(-30)))
        } else {
            let error = #expect(throws: JWTError.self) { try verifier.verify(test.token, keys: keys, at: now) }
            let code = try #require(error?.code.description)
            #expect(test.codes.contains(code))
            let message = try #require(error?.message)
            #expect(message.utf8.count < 400 && message.utf8.allSatisfy { (0x20...0x7e).contains($0) })
        }
    }

    @Test("token, with keys that are fetched when they are needed", arguments: try TokenCorpus.shared.get().cases)
    func fetching(_ test: TokenCorpus.Case) async throws {
        let corpus = try TokenCorpus.shared.get()
        let verifier = try corpus.verifier(of: test)
        let documents = corpus.documents(for: verifier)
        let requested = Mutex<[String]>([])
        let cache = KeyCache { url in
            requested.withLock { $0.append(url) }
            return try #require(documents[url])
        }
        let now = UnixTime(seconds: corpus.now)
        if test.expect == "accept" {
            _ = try await verifier.verify(test.token, keys: cache, at: now)
        } else {
            let error = await #expect(throws: JWTError.self) {
                try await verifier.verify(test.token, keys: cache, at: now)
            }
            #expect(test.codes.contains(try #require(error?.code.description)))
        }
        let urls = requested.withLock { $0 }
        #expect(urls.count <= 2 && Set(urls).isSubset(of: verifier.keySetURLs))
        if let host = test.mustNotFetch { #expect(!urls.contains { $0.contains(host) }) }
    }

    @Test("key set", arguments: try TokenCorpus.shared.get().jwksDocuments)
    func document(_ test: TokenCorpus.Document) throws {
        let bytes = Array(test.document.utf8)
        switch test.expect {
        case "reject":
            let error = #expect(throws: JWTError.self) { try KeySet(json: bytes) }
            #expect(error?.code == .invalidKeySet)
        case "accept-no-keys":
            let set = try KeySet(json: bytes)
            #expect(set.usableKeys.isEmpty && set.unusableKeys.isEmpty)
        case "key-not-usable":
            let set = try KeySet(json: bytes)
            #expect(set.usableKeys.isEmpty)
            #expect(set.unusableKeys.count == 1)
            #expect(set.unusableKeys.first?.isPrivate == test.name.contains("private"))
        default: Issue.record("no such verdict: \(test.expect)")
        }
    }
}
