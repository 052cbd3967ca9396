const crypto = require("crypto");
const { createHash } = require("node:crypto");

function digest(data) {
  // ruleid: js.weak-hash
  return crypto.createHash("md5").update(data).digest("hex");
}

function signature(data, key) {
  // ruleid: js.weak-hash
  return createHash('sha1').update(key + data).digest("base64");
}

function stream(file) {
  // ruleid: js.weak-hash
  const hash = crypto.createHash("SHA1");
  file.on("data", (chunk) => hash.update(chunk));
  return hash;
}

function strong(data) {
  // ok: js.weak-hash
  return crypto.createHash("sha256").update(data).digest("hex");
}

function short(data) {
  // ok: js.weak-hash
  return createHash("blake2b512").update(data).digest("hex").slice(0, 32);
}

function keyed(data, key) {
  // ok: js.weak-hash
  return crypto.createHmac("sha256", key).update(data).digest("hex");
}

function cached(body, res) {
  // ok: js.weak-hash
  const etag = crypto.createHash("md5").update(body).digest("hex");
  res.setHeader("ETag", etag);
}

// ruleid: js.weak-hash
const detached = crypto.sign("sha1", payload, privateKey);

// ruleid: js.weak-hash
const authentic = crypto.verify("RSA-SHA1", payload, publicKey, signature);

// ok: js.weak-hash
const detachedToday = crypto.sign("sha256", payload, privateKey);

import { Md5 } from "ts-md5";
import SparkMD5 from "spark-md5";
import objectHash from "object-hash";
import hasha from "hasha";

// ruleid: js.weak-hash
const ofText = Md5.hashStr(text);
// ruleid: js.weak-hash
const ofSpark = SparkMD5.hash(text);
// ruleid: js.weak-hash
const ofObject = objectHash(value, { algorithm: "md5" });
// ok: js.weak-hash
const ofObjectToday = objectHash(value, { algorithm: "sha256" });
// ruleid: js.weak-hash
const ofBuffer = hasha(buffer, { algorithm: "sha1" });
// ok: js.weak-hash
const ofBufferToday = hasha(buffer, { algorithm: "sha512" });
// ruleid: js.weak-hash
const derived = crypto.pbkdf2Sync(phrase, salt, 600000, 32, "md5");
// ok: js.weak-hash
const derivedToday = crypto.pbkdf2Sync(phrase, salt, 600000, 32, "sha512");
