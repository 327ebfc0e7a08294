import Foundation
import TestSupport
import Testing

@Suite("Secrets") struct CanaryTests {
    @Test(
        "no secret of any flow of any door is in a log, a refusal, an argument or an environment, however it is written",
        .timeLimit(.minutes(10))
    )
    func canary() async throws {
        let script = Example.top.appending(path: "Tools/campaigns/canary").path
        let run = try SpawnedProcess("python3", [script, Bundle.main.bundleURL.path], mergesErrors: true)
        let (output, status) = try await run.waitForEnd()
        #expect(status == 0, "\(output)")
        #expect(output.contains(" secrets, 0 findings"), "\(output)")
    }
}
