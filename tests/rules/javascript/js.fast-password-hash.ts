import crypto, { createHash } from "node:crypto";

export function register(password: string): string {
  // ruleid: js.fast-password-hash
  return crypto.createHash("sha256").update(password).digest("hex");
}

export function salted(user: { password: string }, salt: string): string {
  // ruleid: js.fast-password-hash
  return createHash("sha512").update(salt + user.password).digest("hex");
}

export function oldest(passwd: string): string {
  // ruleid: js.fast-password-hash
  return crypto.createHash("md5").update(passwd, "utf8").digest("hex");
}

export function slow(password: string): Buffer {
  const salt = crypto.randomBytes(16);
  // ok: js.fast-password-hash
  return Buffer.concat([salt, crypto.scryptSync(password, salt, 64)]);
}

export function file(data: Buffer): string {
  // ok: js.fast-password-hash
  return createHash("sha256").update(data).digest("hex");
}

export function resetPage(passwordPage: string): string {
  // ok: js.fast-password-hash
  return createHash("sha256").update(passwordPage).digest("hex");
}
