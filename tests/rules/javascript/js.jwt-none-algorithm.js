const jwt = require("jsonwebtoken");

function anyToken(token, key) {
  // ruleid: js.jwt-none-algorithm
  return jwt.verify(token, key, { algorithms: ["HS256", "none"] });
}

function unsigned(claims) {
  // ruleid: js.jwt-none-algorithm
  return jwt.sign(claims, "", { algorithm: "none", expiresIn: "1h" });
}

function unsignedOnly(token) {
  // ruleid: js.jwt-none-algorithm
  return jwt.verify(token, "", { issuer: "shop", algorithms: ["none"] });
}

function checked(token, key) {
  // ok: js.jwt-none-algorithm
  return jwt.verify(token, key, { algorithms: ["RS256"] });
}

function signed(claims, key) {
  // ok: js.jwt-none-algorithm
  return jwt.sign(claims, key, { algorithm: "RS256" });
}

function mode(options) {
  // ok: js.jwt-none-algorithm
  return compress(options, { algorithm: "none" });
}

import { UnsecuredJWT, SignJWT } from "jose";

// ruleid: js.jwt-none-algorithm
const open = UnsecuredJWT.decode(token);
// ok: js.jwt-none-algorithm
const signed = await new SignJWT(claims).setProtectedHeader({ alg: "ES256" }).sign(key);
