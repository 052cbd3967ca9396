import crypto from "node:crypto";

export function webhook(body: Buffer, signature: string, key: Buffer) {
  const expected = crypto.createHmac("sha256", key).update(body).digest("hex");
  // ruleid: js.timing-unsafe-compare
  return signature === expected;
}

export function header(req: Request, expectedSignature: string) {
  // ruleid: js.timing-unsafe-compare
  if (req.headers["x-signature"] !== expectedSignature) {
    throw new Error("not signed");
  }
}

export function apiKey(given: string) {
  // ruleid: js.timing-unsafe-compare
  return given === process.env.ADMIN_API_KEY;
}

export function constantTime(given: Buffer, expected: Buffer) {
  // ok: js.timing-unsafe-compare
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}

export function missing(signature: string | undefined) {
  // ok: js.timing-unsafe-compare
  return signature === undefined;
}

export function length(signature: string) {
  // ok: js.timing-unsafe-compare
  return signature.length !== 64;
}

export function environment() {
  // ok: js.timing-unsafe-compare
  return process.env.NODE_ENV === "production";
}
