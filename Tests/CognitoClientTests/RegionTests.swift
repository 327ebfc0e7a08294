@_spi(Testing) import CognitoClient
import CognitoWire
import Testing

@Suite("Regions and addresses") struct RegionTests {
    @Test(
        "the region of a user pool stands before the first underscore",
        arguments: [
            ("eu-central-1_AbCdEfGhI", "eu-central-1", "aws"),
            ("us-gov-west-1_AbCdEfGhI", "us-gov-west-1", "aws-us-gov"),
            ("eusc-de-east-1_AbCdEfGhI", "eusc-de-east-1", "aws-eusc"), ("cn-north-1_a", "cn-north-1", "aws-cn"),
            ("us-isob-east-1_a", "us-isob-east-1", "aws-iso-b"), ("local_AbCdEfGhI", "local", "aws"),
        ]
    )
    func userPool(id: String, region: String, partition: String) throws {
        #expect(try Region(userPoolID: id).name == region)
        #expect(try Region(userPoolID: id).partition.name == partition)
    }

    @Test(
        "an id of another shape is refused",
        arguments: [
            "", "_", "eu-central-1", "eu-central-1_", "_AbC", "eu-central-1_Ab_C", "eu-central-1_Ab-C",
            "eu_central_1_a",
            "eu-central-1_AbC\r\nX: y", "eu central 1_AbC", "eu-central-1\u{0}_AbC", "é_AbC", "-eu_AbC", "eu-_AbC",
            "eu-central-1_\u{FF21}", "eu-central-1_" + String(repeating: "a", count: 60),
            String(repeating: "a", count: 64) + "_a",
        ]
    )
    func badUserPool(id: String) {
        let error = #expect(throws: CognitoClientError.self) { try Region(userPoolID: id) }
        #expect(error?.code == .invalidRegion)
        #expect(error?.remedy == .fixInput)
        #expect(error?.message.contains(where: \.isNewline) == false)
    }

    @Test("the region of an identity pool stands before the colon")
    func identityPool() throws {
        #expect(try Region(identityPoolID: "eu-west-1:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0").name == "eu-west-1")
        for id in ["", ":", "eu-west-1:", ":a", "eu-west-1_a", "eu-west-1:a:b", "eu-west-1:a\nb"] {
            let error = #expect(throws: CognitoClientError.self) { try Region(identityPoolID: id) }
            #expect(error?.code == .invalidRegion)
        }
    }

    @Test(
        "a text that is no label of a host name is no region",
        arguments: [
            "", "a.b", "a/b", "a@b", "a b", "a\r\nb", "-a", "a-", "ä", "a_b", "a:1", "a#",
            String(repeating: "a", count: 64),
        ]
    )
    func badRegion(text: String) {
        let error = #expect(throws: CognitoClientError.self) { try Region(text) }
        #expect(error?.code == .invalidRegion)
    }

    @Test(
        "an address of one's own is taken apart",
        arguments: [
            ("http://127.0.0.1:9229", "http://127.0.0.1:9229/", "127.0.0.1:9229", "/"),
            ("HTTP://LocalHost:80/", "http://localhost/", "localhost", "/"),
            ("https://auth.example.com:443/pool", "https://auth.example.com/pool", "auth.example.com", "/pool"),
            ("https://[::1]:8443", "https://[::1]:8443/", "[::1]:8443", "/"),
        ]
    )
    func customEndpoint(text: String, url: String, host: String, path: String) throws {
        let endpoint = try ServiceEndpoint(custom: text)
        #expect((endpoint.url, endpoint.host, endpoint.path) == (url, host, path))
    }

    @Test(
        "an address that cannot be called is refused",
        arguments: [
            "", "127.0.0.1", "ftp://a", "http://", "http:///", "http://a:0", "http://a:65536", "http://a:x",
            "http://u:p@a",
            "http://a?b", "http://a#b", "http://a b", "http://a\r\nHost: b", "http://a/%2e", "http://[::1",
            "file:///etc",
        ]
    )
    func badEndpoint(text: String) {
        let error = #expect(throws: CognitoClientError.self) { try ServiceEndpoint(custom: text) }
        #expect(error?.code == .invalidEndpoint)
        #expect(error?.message.contains("u:p") == false)
    }

    @Test("a partition without FIPS or dual stack says so")
    func partitionWithoutHosts() throws {
        let region = try Region("eu-central-1")
        let bare = Partition(
            name: "bare",
            dnsSuffix: "bare.test",
            dualStackSuffix: nil,
            supportsFIPS: false,
            regionPrefixes: [],
            globalRegion: nil
        )
        for variant in [EndpointVariant.fips, .dualStack, [.fips, .dualStack]] {
            let error = #expect(throws: CognitoClientError.self) {
                try EndpointRules(region: region, variant: variant, partition: bare)
            }
            #expect(error?.code == .invalidEndpoint)
        }
        #expect(
            try EndpointRules(region: region, variant: [], partition: bare).endpoint(for: .userPools).host.hasSuffix(
                ".bare.test"
            )
        )
    }
}
