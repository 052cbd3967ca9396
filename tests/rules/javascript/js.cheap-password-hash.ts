import bcrypt from "bcrypt";
import { pbkdf2Sync } from "node:crypto";

export async function stored(password: string) {
  // ruleid: js.cheap-password-hash
  return bcrypt.hash(password, 4);
}

export function salted() {
  // ruleid: js.cheap-password-hash
  return bcrypt.genSaltSync(8);
}

export function derived(password: string, salt: Buffer) {
  // ruleid: js.cheap-password-hash
  return pbkdf2Sync(password, salt, 1000, 32, "sha256");
}

export async function costly(password: string) {
  // ok: js.cheap-password-hash
  return bcrypt.hash(password, 12);
}

export function many(password: string, salt: Buffer) {
  // ok: js.cheap-password-hash
  return pbkdf2Sync(password, salt, 600_000, 32, "sha256");
}

export async function configured(password: string) {
  // ok: js.cheap-password-hash
  return bcrypt.hash(password, Number(process.env.ROUNDS));
}

// ruleid: js.cheap-password-hash
const shortOne = CryptoJS.PBKDF2(password, salt, { keySize: 8, iterations: 1000 });
// ok: js.cheap-password-hash
const longOne = CryptoJS.PBKDF2(password, salt, { keySize: 8, iterations: 600000 });
