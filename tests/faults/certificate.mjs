// A certificate for localhost, made afresh, so that no key lies in the repository and nothing
// expires. X.509 in DER is nested triples of a tag, a length and a value.
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

function der(tag, ...parts) {
  const value = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  const size =
    value.length < 128
      ? [value.length]
      : value.length < 256
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
const hex = (text) => Buffer.from(text, "hex");
const sequence = (...parts) => der(0x30, ...parts);
const oid = (bytes) => der(0x06, hex(bytes));
const bits = (bytes) => der(0x03, hex("00"), bytes);
const time = (date) => der(0x18, `${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`);
const extension = (id, value, critical) => sequence(oid(id), ...(critical ? [hex("0101ff")] : []), der(0x04, value));

const ECDSA_SHA256 = sequence(oid("2a8648ce3d040302"));
const COMMON_NAME = "550403";
const SUBJECT_ALT_NAME = "551d11";
const BASIC_CONSTRAINTS = "551d13";
const DAY_MS = 86_400_000;

const pem = (bytes) =>
  `-----BEGIN CERTIFICATE-----\n${bytes
    .toString("base64")
    .match(/.{1,64}/g)
    .join("\n")}\n-----END CERTIFICATE-----\n`;
const nameOf = (text) => sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, text))));

/** A certificate of `subject`, signed by `issuer`, of yesterday until tomorrow. */
function certify({ subject, publicKey, issuer, privateKey, extensions }) {
  const now = Date.now();
  const content = sequence(
    der(0xa0, hex("020102")), // version 3
    der(0x02, hex("01"), randomBytes(8)),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(time(new Date(now - DAY_MS)), time(new Date(now + DAY_MS))),
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  return pem(sequence(content, ECDSA_SHA256, bits(sign("sha256", content, privateKey))));
}

const ISSUER = "Fault suite";

/** `{ key, certificate, authority }`, all PEM: for localhost, and who vouches for it. */
export function createCertificate() {
  const root = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issued = { issuer: ISSUER, privateKey: root.privateKey };
  return {
    key: own.privateKey.export({ type: "pkcs8", format: "pem" }),
    certificate: certify({
      ...issued,
      subject: "localhost",
      publicKey: own.publicKey,
      extensions: [extension(SUBJECT_ALT_NAME, sequence(der(0x82, "localhost"), der(0x87, hex("7f000001"))))],
    }),
    authority: certify({
      ...issued,
      subject: ISSUER,
      publicKey: root.publicKey,
      extensions: [extension(BASIC_CONSTRAINTS, sequence(hex("0101ff")), true)],
    }),
  };
}
