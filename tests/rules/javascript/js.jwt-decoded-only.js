const jwt = require("jsonwebtoken");

function authenticate(req, res, next) {
  // ruleid: js.jwt-decoded-only
  req.user = jwt.decode(req.headers.authorization.slice(7));
  next();
}

function inTwoSteps(req, res, next) {
  const claims = jwt.decode(req.cookies.session);
  // ruleid: js.jwt-decoded-only
  req.user = claims;
  next();
}

function intoSession(req, res, next) {
  // ruleid: js.jwt-decoded-only
  req.session.user = jwt.decode(req.body.token);
  next();
}

function verified(req, res, next) {
  // ok: js.jwt-decoded-only
  req.user = jwt.verify(req.cookies.session, process.env.SHOP_KEY, { algorithms: ["RS256"] });
  next();
}

function keyOf(token, keys) {
  // ok: js.jwt-decoded-only
  const { header } = jwt.decode(token, { complete: true });
  return keys[header.kid];
}

function fromDatabase(req, user, next) {
  // ok: js.jwt-decoded-only
  req.user = user;
  next();
}

function whoIs(req) {
  const token = req.headers.authorization.slice(7);
  // ruleid: js.jwt-decoded-only
  const claims = jwt.decode(token);
  return claims.sub;
}

function keyFor(req) {
  // ok: js.jwt-decoded-only
  return keys.get(jwt.decode(req.cookies.token, { complete: true }).header.kid);
}

function verified(req) {
  // ok: js.jwt-decoded-only
  const { kid } = jwt.decode(req.cookies.token);
  return jwt.verify(req.cookies.token, keys.get(kid), { algorithms: ["RS256"] });
}

app.use((req, res, next) => {
  const token = req.headers.authorization.split(" ")[1];
  // ok: js.jwt-decoded-only
  req.header = JSON.parse(Buffer.from(token.split(".")[0], "base64").toString());
  next();
});

import { jwtDecode } from "jwt-decode";

function whoIs(req, res) {
  // ruleid: js.jwt-decoded-only
  const claims = jwtDecode(req.headers.authorization.slice(7));
  res.json(claims.sub);
}

function byHand(req, res, next) {
  const token = req.headers.authorization.slice(7);
  const parts = token.split(".");
  // ruleid: js.jwt-decoded-only
  req.user = JSON.parse(Buffer.from(parts[1], "base64url").toString());
  next();
}

function byHandVerified(req, res, next) {
  const token = req.headers.authorization.slice(7);
  if (!verifySignature(token)) return res.sendStatus(401);
  const parts = token.split(".");
  // ok: js.jwt-decoded-only
  req.user = JSON.parse(Buffer.from(parts[1], "base64url").toString());
  next();
}

function otherParts(req, res) {
  const parts = req.query.version.split(".");
  // ok: js.jwt-decoded-only
  res.json(JSON.parse(parts[1]));
}

function nextPage(req, res) {
  const [id, place] = req.query.cursor.split(".");
  // ok: js.jwt-decoded-only
  res.json(JSON.parse(Buffer.from(place, "base64").toString()).after);
}

function enter(req, res, next) {
  // ruleid: js.jwt-decoded-only
  const parsed = jwt.decode(req.cookies.ticket, { complete: true });
  req.user = parsed.payload;
  next();
}
