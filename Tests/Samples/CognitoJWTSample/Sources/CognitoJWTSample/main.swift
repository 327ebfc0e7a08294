// An access token verified and a tampered one refused, with nothing but the room CognitoJWT: no network, no Foundation.
import ByteCoding
import CognitoJWT

/// A token of a pool that does not exist, signed with a key that nobody has kept.
let token = """
    eyJraWQiOiJkcExEclRWQXU0QThBZ3M2N21iTmlJY1NNalRxREc1eFE4Q3Qxei8wTWUwPSIsImFsZyI6IlJTMjU2In0.eyJzdWIiOiI3YzFmNG\
    E2MC0zZjVlLTRkMGItOWI3ZS0xZjJhM2I0YzVkNmUiLCJkZXZpY2Vfa2V5IjoidXMtZWFzdC0xXzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAw\
    MDAwMDAwMDAwMCIsImNvZ25pdG86Z3JvdXBzIjpbImFkbWlucyIsInN0YWZmIl0sImlzcyI6Imh0dHBzOi8vY29nbml0by1pZHAudXMtZWFzdC\
    0xLmFtYXpvbmF3cy5jb20vdXMtZWFzdC0xX1Rlc3RQb29sMSIsImNsaWVudF9pZCI6IjFleGFtcGxlY2xpZW50aWQwMDAwMDAwMDEiLCJvcmln\
    aW5fanRpIjoiMGExYjJjM2QtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIiwiZXZlbnRfaWQiOiIwYTFiMmMzZC0wMDAwLTQwMDAtODAwMC\
    0wMDAwMDAwMDAwMDIiLCJ0b2tlbl91c2UiOiJhY2Nlc3MiLCJzY29wZSI6ImF3cy5jb2duaXRvLnNpZ25pbi51c2VyLmFkbWluIG9wZW5pZCBh\
    cGkvcmVhZCIsImF1dGhfdGltZSI6MTc2NzIyNTU0MCwiZXhwIjoxNzY3MjI5MTQwLCJpYXQiOjE3NjcyMjU1NDAsImp0aSI6IjBhMWIyYzNkLT\
    AwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMyIsInVzZXJuYW1lIjoic29tZW9uZSJ9.dco9HxxnP6tomLFge1GelWKcl2jAwjFAZrbi2vj2sRO\
    PO4NvbuSOXbyNSxJ_ngsTMzNXActponDPzJ5X7EXo71IbFHyBXNOKLiPb09ne0yrcvN9rFdYgDOv9r5NP0VEY1AOsDTPnvs5k8BFKF50Sr6Dua\
    eBFRICFT4Z0WGRS4wjwzyzRnDW5OnpU1Owp0QkrN4XTvtnsMKfeVP7Mr0PGcZYQa2NmFlZch7kHOpxjOZLsrGzy8oiRd92DuW5R3uT3XXa_Sbm\
    odTgSKoEdgtrh0Z2akvsWXLK5yauZmLOCMuUN9d0pCPXx829Dw9Hg-TSlJmEe_L4KhbRHwftxpJ7ZYw
    """

/// The key set of that pool, as an issuer publishes it.
let keySet = #"""
    {"keys":[{"alg":"RS256","e":"AQAB","kid":"dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=","kty":"RSA","n":"rkYFi\#
    gKBv6VkD1qSs9J1pkfF8nomcNHploBMerqxIchnFXs4-k0STPJAHbNeoArCDoR6YwLLnLR_dzk4no_v4w41MjsU5Ev8FBTb_msL-FDuacDGINm\#
    ac_LDVfUoaD4mYfiCibkoaQi-MmgmJlsBFZyonv3nm8lOtUcPLI8Sx9x7dx8fE1y0EPE7rN5FJnXuF1IL_Ykn6XwwdOYPnzQBgu8aFXSOHJ0SE\#
    GGXrjC4sMtEp5u6yrLM36kvM_adDRqz04G8xYNFaRIppajm1RzZCXogD0jt48fmrrT2pbJF3uQsu57Otqxz_MfaJDh2Vey8v5p1Inpy2VDNaPR\#
    ysXzvJQ","use":"sig"},{"alg":"RS256","e":"AQAB","kid":"P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=","kty":"RS\#
    A","n":"07ykXsL8AFLm4mN0Y1YGH9XOQ2FnaPgIJ_Sucn5g53v3blJWjSL_iS9jjdCmMxMkKEqH84JlDkTWDsVsnDATtsFJPRsatVwxSIFbu4\#
    3r1_yQvyPnZqk16MW4LS_a5Tju-tea8ba0ccI6dwPaRwpppoyvqlF760TbtEglIZ9JQhbBhIv9c1VjLXK-3mqb4maZaPXyIVze1Vu8a_jMHI6q\#
    YynjaxadiNL4HKa6zBdE7gft4GeiAonhM4kBScl62PckGrj0qCdYrbhVOUG8znz5uRhz5R_47IMl__es1EdAhbl_qPMPDVXI8G8lVWflYlDFpb\#
    jW6dFeANipeeRg-cR2FQ","use":"sig"}]}
    """#

let verifier = try TokenVerifier(
    TokenRules(userPoolID: "us-east-1_TestPool1", use: .access, clients: .anyOf(["1exampleclientid000000001"]))
)
let keys = KeySets([verifier.keySetURLs[0]: try KeySet(json: Array(keySet.utf8))])
let now = UnixTime(seconds: 1_767_225_600)
let verified = try verifier.verify(token, keys: keys, at: now)
print("verified: \(verified.username ?? "nobody"), until \(verified.expiresAt.seconds)")

do {
    _ = try verifier.verify("\(token.dropLast(8))AAAAAAAA", keys: keys, at: now)
    fatalError("a tampered token was taken")
} catch {
    print("refused: \(error.code)")
}
