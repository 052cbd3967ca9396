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
