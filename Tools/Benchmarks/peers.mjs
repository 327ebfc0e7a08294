// Times aws-jwt-verify with cached keys on exported tokens: `peers.mjs FOLDER fixture.json`, JSON on standard output.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { CognitoJwtVerifier } = require(resolve(folder));
const { version } = require(resolve(folder, "package.json"));
const fixture = JSON.parse(readFileSync(file, "utf8"));

const verifier = CognitoJwtVerifier.create({
  userPoolId: fixture.userPoolID,
  tokenUse: "access",
  clientId: fixture.clientID,
});
verifier.cacheJwks(JSON.parse(fixture.jwks));

const token = fixture.accessToken;
const [header, payload, signature] = token.split(".");
const other = signature[200] === "A" ? "B" : "A";
const refusals = {
  "refuse-first-byte": "*" + token.slice(1),
  "refuse-last-byte": fixture.longToken.slice(0, -1) + "*",
  "refuse-signature": [header, payload, signature.slice(0, 200) + other + signature.slice(201)].join("."),
};

function refuse(bad) {
  try {
    verifier.verifySync(bad);
  } catch {
    return;
  }
  throw new Error("a bad token is taken");
}

/** The median over rounds of one call's wall time, in microseconds. */
function microseconds(run, rounds = 51) {
  const timed = (count) => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) run();
    return Number(process.hrtime.bigint() - start) / 1000;
  };
  let count = 1;
  while (timed(count) < 2500) count *= 2;
  timed(20 * count); // the compiler takes its time
  const times = Array.from({ length: rounds }, () => timed(count) / count).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)];
}

const results = { "verify-access": microseconds(() => verifier.verifySync(token)) };
for (const [name, bad] of Object.entries(refusals)) results[name] = microseconds(() => refuse(bad));
console.log(JSON.stringify({ [`aws-jwt-verify ${version}`]: results }));
