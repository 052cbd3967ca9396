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
