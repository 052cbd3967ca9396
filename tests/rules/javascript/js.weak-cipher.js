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

const length = Number(process.env.KEY_BITS);
// ruleid: js.weak-cipher
const blocks = crypto.createCipheriv(`aes-${length}-ecb`, key, null);

// ruleid: js.weak-cipher
const fallback = crypto.createCipheriv(settings.cipher ?? "des-ede3-cbc", key, iv);

class Box {
  static CIPHER = "bf-cbc";
  static STRONG = "aes-256-gcm";

  seal(text) {
    // ruleid: js.weak-cipher
    const cipher = crypto.createCipheriv(Box.CIPHER, this.key, this.iv);
    // ok: js.weak-cipher
    const today = crypto.createCipheriv(Box.STRONG, this.key, this.iv);
    return [cipher, today];
  }
}

// ok: js.weak-cipher
const galois = crypto.createCipheriv(`aes-${length}-gcm`, key, nonce);

const aes = require("aes-js");

// ruleid: js.weak-cipher
const blocks = new aes.ModeOfOperation.ecb(key).encrypt(bytes);
// ok: js.weak-cipher
const counted = new aes.ModeOfOperation.ctr(key, counter).encrypt(bytes);

// ruleid: js.weak-cipher
const wrapped = crypto.publicEncrypt({ key: publicKey, padding: crypto.constants.RSA_PKCS1_PADDING }, secret);
// ok: js.weak-cipher
const sealed = crypto.publicEncrypt({ key: publicKey, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING }, secret);
// ok: js.weak-cipher
const signature = crypto.sign("sha256", data, { key: privateKey, padding: crypto.constants.RSA_PKCS1_PADDING });
