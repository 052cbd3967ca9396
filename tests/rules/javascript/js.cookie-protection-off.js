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
