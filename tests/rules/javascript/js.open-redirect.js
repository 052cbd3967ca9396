const PAGES = new Map([["cart", "/cart"]]);

function afterLogin(req, res) {
  // ruleid: js.open-redirect
  res.redirect(req.query.next);
}

function withDefault(req, res) {
  const target = req.body.back || "/";
  // ruleid: js.open-redirect
  res.redirect(303, target);
}

function destructured(req, res) {
  const { next } = req.query;
  if (next) {
    // ruleid: js.open-redirect
    return res.redirect(next);
  }
  // ok: js.open-redirect
  return res.redirect("/");
}

function ownPath(req, res) {
  // ok: js.open-redirect
  res.redirect(`/orders/${req.params.number}`);
}

function listed(req, res) {
  const { page } = req.query;
  if (!PAGES.has(page)) {
    return res.redirect("/");
  }
  // ok: js.open-redirect
  return res.redirect(PAGES.get(page));
}

function checked(req, res) {
  const { next } = req.query;
  if (!isAllowedTarget(next)) {
    return res.redirect("/");
  }
  // ok: js.open-redirect
  return res.redirect(next);
}
