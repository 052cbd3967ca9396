const session = require("express-session");

// ruleid: js.cookie-protection-off
app.use(session({ secret: process.env.SECRET, cookie: { secure: false } }));

function login(res, id) {
  // ruleid: js.cookie-protection-off
  res.cookie("session", id, { httpOnly: false, secure: true });
  // ruleid: js.cookie-protection-off
  res.cookie("session", id, { httpOnly: true, "secure": false });
  // ok: js.cookie-protection-off
  res.cookie("session", id, { httpOnly: true, secure: true, sameSite: "lax" });
  // ok: js.cookie-protection-off
  res.cookie("theme", "dark");
  // ok: js.cookie-protection-off
  res.cookie("session", id, { httpOnly: true, secure: !development });
}

// ok: js.cookie-protection-off
app.use(session({ secret: process.env.SECRET, cookie: { secure: true } }));

const shared = { path: "/", httpOnly: false };
// ruleid: js.cookie-protection-off
res.cookie("session", id, shared);

const later = { path: "/" };
// ruleid: js.cookie-protection-off
later.httpOnly = false;

const whole = { path: "/", httpOnly: true, secure: true };
// ok: js.cookie-protection-off
res.cookie("session", id, whole);

// ruleid: js.cookie-protection-off
setCookie(c, "session", id, { httpOnly: false, secure: true });
// ok: js.cookie-protection-off
setCookie(c, "session", id, { httpOnly: true, secure: true });
