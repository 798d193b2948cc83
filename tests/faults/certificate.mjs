// Creates a certificate for localhost on each run, so that the repository contains no key and no
// certificate that expires. X.509 in DER consists of nested tag-length-value triples.
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
const oid = (hexDigits) => der(0x06, hex(hexDigits));
const bitString = (bytes) => der(0x03, hex("00"), bytes);
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
const distinguishedName = (text) => sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, text))));

/** A certificate for `subject`, signed by `issuer`, valid from yesterday until tomorrow. */
function signCertificate({ subject, publicKey, issuer, privateKey, extensions }) {
  const now = Date.now();
  const tbsCertificate = sequence(
    der(0xa0, hex("020102")), // version 3
    der(0x02, hex("01"), randomBytes(8)),
    ECDSA_SHA256,
    distinguishedName(issuer),
    sequence(time(new Date(now - DAY_MS)), time(new Date(now + DAY_MS))),
    distinguishedName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  return pem(sequence(tbsCertificate, ECDSA_SHA256, bitString(sign("sha256", tbsCertificate, privateKey))));
}

const ISSUER = "Fault suite";

/** `{ key, certificate, authority }`, all PEM: key and certificate of localhost, and the CA certificate. */
export function createCertificate() {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signer = { issuer: ISSUER, privateKey: authority.privateKey };
  return {
    key: server.privateKey.export({ type: "pkcs8", format: "pem" }),
    certificate: signCertificate({
      ...signer,
      subject: "localhost",
      publicKey: server.publicKey,
      extensions: [extension(SUBJECT_ALT_NAME, sequence(der(0x82, "localhost"), der(0x87, hex("7f000001"))))],
    }),
    authority: signCertificate({
      ...signer,
      subject: ISSUER,
      publicKey: authority.publicKey,
      extensions: [extension(BASIC_CONSTRAINTS, sequence(hex("0101ff")), true)],
    }),
  };
}
