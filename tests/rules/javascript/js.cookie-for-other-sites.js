const session = require("express-session");
const cookieSession = require("cookie-session");

function login(res, id) {
  // ruleid: js.cookie-for-other-sites
  res.cookie("session", id, { httpOnly: true, secure: true, sameSite: "none" });
}

// ruleid: js.cookie-for-other-sites
app.use(session({ secret: process.env.KEY, cookie: { secure: true, sameSite: false } }));
// ruleid: js.cookie-for-other-sites
app.use(cookieSession({ keys: KEYS, secure: true, sameSite: "none" }));

function strict(res, id) {
  // ok: js.cookie-for-other-sites
  res.cookie("session", id, { httpOnly: true, secure: true, sameSite: "strict" });
}

// ok: js.cookie-for-other-sites
app.use(session({ secret: process.env.KEY, cookie: { secure: true, sameSite: "lax" } }));
// ok: js.cookie-for-other-sites
app.use(cookieSession({ keys: KEYS, secure: true }));
