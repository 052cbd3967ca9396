const helmet = require("helmet");

// ruleid: js.weak-content-policy
app.use(helmet.contentSecurityPolicy({ directives: { scriptSrc: ["'self'", "'unsafe-inline'"] } }));
// ruleid: js.weak-content-policy
app.use(helmet({ contentSecurityPolicy: { directives: { "script-src": ["'self'", "'unsafe-eval'"] } } }));

function policy(req, res, next) {
  // ruleid: js.weak-content-policy
  res.setHeader("Content-Security-Policy", "default-src 'self'; script-src 'self' 'unsafe-inline'");
  next();
}

// ok: js.weak-content-policy
app.use(helmet.contentSecurityPolicy({ directives: { scriptSrc: ["'self'", "'strict-dynamic'"] } }));
// ok: js.weak-content-policy
app.use(helmet.contentSecurityPolicy({ directives: { styleSrc: ["'self'", "'unsafe-inline'"] } }));

function strict(req, res, next) {
  // ok: js.weak-content-policy
  res.setHeader("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'");
  next();
}
