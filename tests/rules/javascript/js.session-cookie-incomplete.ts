import session from "express-session";

export function login(res: Response, id: string) {
  // ruleid: js.session-cookie-incomplete
  res.cookie("session", id, { maxAge: 3_600_000 });
}

export function remembered(res: Response, token: string) {
  // ruleid: js.session-cookie-incomplete
  res.cookie("refresh_token", token, { httpOnly: true, path: "/token" });
}

// ruleid: js.session-cookie-incomplete
app.use(session({ secret: process.env.KEY!, cookie: { maxAge: 60_000 } }));

export function complete(res: Response, id: string) {
  // ok: js.session-cookie-incomplete
  res.cookie("session", id, { httpOnly: true, secure: true, sameSite: "lax" });
}

export function shared(res: Response, id: string) {
  // ok: js.session-cookie-incomplete
  res.cookie("session", id, { ...OPTIONS, maxAge: 3_600_000 });
  // ok: js.session-cookie-incomplete
  res.cookie("session", id, OPTIONS);
}

export function theme(res: Response) {
  // ok: js.session-cookie-incomplete
  res.cookie("theme", "dark", { maxAge: 3_600_000 });
}

// ok: js.session-cookie-incomplete
app.use(session({ secret: process.env.KEY!, cookie: { secure: true, maxAge: 60_000 } }));

const bare = { path: "/", maxAge: 900000 };
// ruleid: js.session-cookie-incomplete
res.cookie("session", id, bare);

// ruleid: js.session-cookie-incomplete
app.use(session({ secret: process.env.SESSION_SECRET, resave: false, saveUninitialized: false }));

const both = { path: "/", httpOnly: true, secure: true };
// ok: js.session-cookie-incomplete
res.cookie("session", id, both);

// ok: js.session-cookie-incomplete
app.use(session({ secret: process.env.SESSION_SECRET, resave: false, cookie: settings.cookie }));

// ok: js.session-cookie-incomplete
app.use(session({ secret: process.env.SESSION_SECRET, cookie }));

// ruleid: js.session-cookie-incomplete
answer.cookies.set("access_token", token);
// ruleid: js.session-cookie-incomplete
reply.setCookie("session", id);
// ruleid: js.session-cookie-incomplete
document.cookie = "auth_token=" + token + "; path=/";
// ok: js.session-cookie-incomplete
document.cookie = "session=; max-age=0; path=/";
// ok: js.session-cookie-incomplete
document.cookie = "theme=dark";
// ok: js.session-cookie-incomplete
answer.cookies.set("session", "");
