import { randomBytes } from "node:crypto";

export function invite(user: { token?: string }): void {
  // ruleid: js.predictable-random
  user.token = Math.random().toString(36).slice(2);
}

export function loginCode(): number {
  // ruleid: js.predictable-random
  const otp = Math.floor(Math.random() * 1000000);
  return otp;
}

export function session(user: string) {
  // ruleid: js.predictable-random
  return { user, sessionId: `${user}-${Math.random()}` };
}

export function newPassword(): string {
  // ruleid: js.predictable-random
  return Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join("");
}

export function strong(): string {
  // ok: js.predictable-random
  const token = randomBytes(32).toString("base64url");
  return token;
}

export function dice(): number {
  // ok: js.predictable-random
  return 1 + Math.floor(Math.random() * 6);
}

export function colour() {
  // ok: js.predictable-random
  return { name: "random", hue: Math.random() * 360 };
}

const CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789";

// ruleid: js.predictable-random
const letter = () => CHARACTERS[Math.floor(Math.random() * CHARACTERS.length)];

export function createSessionId(): string {
  return Array.from({ length: 24 }, letter).join("");
}

export function newSigningKey(): Buffer {
  const key = Buffer.alloc(32);
  // ruleid: js.predictable-random
  for (let i = 0; i < key.length; i++) key[i] = Math.floor(Math.random() * 256);
  return key;
}

export function tint(): string {
  const shades = ["red", "blue"];
  // ok: js.predictable-random
  return shades[Math.floor(Math.random() * shades.length)];
}

// ruleid: js.predictable-random
const otp = _.random(100000, 999999);

// ok: js.predictable-random
const place = _.random(0, places.length - 1);

class UserSession {
  id: string;
  constructor() {
    // ruleid: js.predictable-random
    this.id = "s" + Math.random();
  }
}

class Balloon {
  id: string;
  constructor() {
    // ok: js.predictable-random
    this.id = "b" + Math.random();
  }
}

function makeCoupon() {
  // ruleid: js.predictable-random
  return Math.random().toString(36);
}

function invite(mailer, user) {
  // ruleid: js.predictable-random
  const part = Math.random().toString(36).slice(2);
  return mailer.send(user, `https://shop.example/join?token=${part}`);
}

function tokenOf(user) {
  // ruleid: js.predictable-random
  const part = Math.random().toString(16);
  return { user: user.id, token: part };
}

function spread(user) {
  // ok: js.predictable-random
  const part = Math.random();
  return { user: user.id, delay: part, token: crypto.randomUUID() };
}

function generateCode(digits: number): string {
  let text = "";
  // ruleid: js.predictable-random
  for (let place = 0; place < digits; place++) text += Math.floor(Math.random() * 10);
  return text;
}

// ruleid: js.predictable-random
const pin = String(Math.random()).slice(2, 6);
// ok: js.predictable-random
const pins = places.map((place) => ({ ...place, x: Math.random() }));
