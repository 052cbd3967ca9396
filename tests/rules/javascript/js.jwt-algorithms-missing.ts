import jwt from "jsonwebtoken";

export function verified(token: string, publicKey: string) {
  // ruleid: js.jwt-algorithms-missing
  return jwt.verify(token, publicKey);
}

export function withOptions(token: string) {
  // ruleid: js.jwt-algorithms-missing
  return jwt.verify(token, PUBLIC_KEY, { issuer: "https://login.example" });
}

export function callback(token: string) {
  // ruleid: js.jwt-algorithms-missing
  jwt.verify(token, process.env.JWT_PUBLIC_KEY!, (error, claims) => done(error, claims));
}

export function named(token: string, publicKey: string) {
  // ok: js.jwt-algorithms-missing
  return jwt.verify(token, publicKey, { algorithms: ["RS256"] });
}

export function shared(token: string) {
  // ok: js.jwt-algorithms-missing
  return jwt.verify(token, process.env.JWT_SECRET!);
}

export function spread(token: string, publicKey: string) {
  // ok: js.jwt-algorithms-missing
  return jwt.verify(token, publicKey, { ...OPTIONS });
}
