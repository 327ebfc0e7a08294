// Times amazon-cognito-identity-js 6 on exported sign-ins: `srp_peers.mjs FOLDER signins.json`, JSON on standard output.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { AuthenticationHelper } = require(resolve(folder));
const BigInteger = require(resolve(folder, "lib/BigInteger.js")).default;
const { version } = require(resolve(folder, "package.json"));
const signIns = JSON.parse(readFileSync(file, "utf8"));

/** What a function gives to the callback that it takes last. */
const given = (call) => new Promise((pass, fail) => call((error, value) => (error ? fail(error) : pass(value))));

/** A client with a secret of its own, or with the one that is given, once its A is computed. */
async function begin(signIn, secret) {
  const draw = AuthenticationHelper.prototype.generateRandomSmallA;
  if (secret) AuthenticationHelper.prototype.generateRandomSmallA = () => new BigInteger(secret, 16);
  try {
    const helper = new AuthenticationHelper(signIn.userPoolID.split("_")[1]);
    await given((callback) => helper.getLargeAValue(callback));
    return helper;
  } finally {
    AuthenticationHelper.prototype.generateRandomSmallA = draw;
  }
}

/** The proof, with the timestamp that the vector has. */
async function finish(signIn, helper) {
  const [server, salt] = [new BigInteger(signIn.serverPublicKey, 16), new BigInteger(signIn.salt, 16)];
  const key = await given((callback) =>
    helper.getPasswordAuthenticationKey(signIn.userID, signIn.password, server, salt, callback),
  );
  return createHmac("sha256", key)
    .update(signIn.userPoolID.split("_")[1] + signIn.userID)
    .update(Buffer.from(signIn.secretBlock, "base64"))
    .update(signIn.timestamp)
    .digest("base64");
}

/** The median over rounds of one sign-in's wall time, in microseconds. */
async function microseconds(secret, rounds = 5) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    for (const signIn of signIns) await finish(signIn, await begin(signIn, secret(signIn)));
    times.push(Number(process.hrtime.bigint() - start) / 1000 / signIns.length);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

for (const signIn of signIns) {
  const proof = await finish(signIn, await begin(signIn, signIn.secret));
  if (proof !== signIn.signature) throw new Error("amazon-cognito-identity-js's proof is another one");
}
const name = `amazon-cognito-identity-js ${version}`;
console.log(
  JSON.stringify({
    [`${name}, the same a`]: await microseconds((signIn) => signIn.secret),
    [`${name}, its own a`]: await microseconds(() => undefined),
  }),
);
