const crypto = require("crypto");
const { createCipheriv, randomBytes } = require("crypto");

const IV = Buffer.from("00112233445566778899aabbccddeeff", "hex");

function zeros(key, text) {
  // ruleid: js.fixed-initial-value
  const cipher = crypto.createCipheriv("aes-256-cbc", key, Buffer.alloc(16, 0));
  return cipher.update(text, "utf8", "hex") + cipher.final("hex");
}

function literal(key) {
  // ruleid: js.fixed-initial-value
  return crypto.createCipheriv("aes-256-ctr", key, "1234567890123456");
}

function constant(key) {
  // ruleid: js.fixed-initial-value
  return createCipheriv("aes-256-cbc", key, IV);
}

function fresh(key) {
  const iv = randomBytes(16);
  // ok: js.fixed-initial-value
  return crypto.createCipheriv("aes-256-cbc", key, iv);
}

function inline(key) {
  // ok: js.fixed-initial-value
  return createCipheriv("aes-256-gcm", key, randomBytes(12));
}

function decrypted(key, message) {
  // ok: js.fixed-initial-value
  return crypto.createDecipheriv("aes-256-cbc", key, Buffer.from(message.iv, "hex"));
}

function given(key, iv) {
  // ok: js.fixed-initial-value
  return createCipheriv("aes-256-gcm", key, iv);
}

class Safe {
  iv = Buffer.alloc(16);

  close(text, key) {
    // ruleid: js.fixed-initial-value
    return crypto.createCipheriv("aes-256-cbc", key, this.iv).update(text);
  }
}

class GoodSafe {
  close(text, key) {
    this.iv = randomBytes(12);
    // ok: js.fixed-initial-value
    return crypto.createCipheriv("aes-256-gcm", key, this.iv).update(text);
  }
}
