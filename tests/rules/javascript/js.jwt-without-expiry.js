const jwt = require("jsonwebtoken");

function login(user, key) {
  // ruleid: js.jwt-without-expiry
  return jwt.sign({ sub: user.id }, key);
}

function explicit(user, key) {
  // ruleid: js.jwt-without-expiry
  return jwt.sign({ sub: user.id, roles: user.roles }, key, { algorithm: "RS256" });
}

function environment(user) {
  // ruleid: js.jwt-without-expiry
  return jwt.sign({ id: user.id }, process.env.JWT_SECRET);
}

function limited(user, key) {
  // ok: js.jwt-without-expiry
  return jwt.sign({ sub: user.id }, key, { expiresIn: "15m" });
}

function claimed(user, key) {
  // ok: js.jwt-without-expiry
  return jwt.sign({ sub: user.id, exp: soon() }, key);
}

function given(claims, key) {
  // ok: js.jwt-without-expiry
  return jwt.sign(claims, key);
}

function spread(user, key) {
  // ok: js.jwt-without-expiry
  return jwt.sign({ ...user.claims }, key);
}
