function login(res, id, options) {
  // ruleid: js.session-cookie-unprotected
  res.cookie("session", id);
  // ruleid: js.session-cookie-unprotected
  res.cookie('auth_token', id);
  // ruleid: js.session-cookie-unprotected
  res.status(201).cookie("sid", id).json({});
  // ok: js.session-cookie-unprotected
  res.cookie("session", id, { httpOnly: true, secure: true, sameSite: "lax" });
  // ok: js.session-cookie-unprotected
  res.cookie("theme", "dark");
  // ok: js.session-cookie-unprotected
  res.cookie("session", id, options);
  // ok: js.session-cookie-unprotected
  res.clearCookie("session");
}
