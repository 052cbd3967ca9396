const crypto = require("crypto");
const { createCipheriv } = require("crypto");

function oldBlock(key, iv) {
  // ruleid: js.weak-cipher
  return crypto.createCipheriv("des-ede3-cbc", key, iv);
}

function ecb(key) {
  // ruleid: js.weak-cipher
  return createCipheriv("aes-128-ecb", key, null);
}

function stream(key) {
  // ruleid: js.weak-cipher
  return crypto.createCipheriv("rc4", key, "");
}

function oldCall(password) {
  // ruleid: js.weak-cipher
  return crypto.createCipher("aes-256-cbc", password);
}

function authenticated(key, nonce) {
  // ok: js.weak-cipher
  return crypto.createCipheriv("aes-256-gcm", key, nonce);
}

function chacha(key, nonce) {
  // ok: js.weak-cipher
  return createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
}

function chosen(name, key, nonce) {
  // ok: js.weak-cipher
  return crypto.createCipheriv(name, key, nonce);
}
