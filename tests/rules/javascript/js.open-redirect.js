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

app.get("/prefix", (req, res) => {
  if (!/^https:\/\/shop\.example/.test(req.query.to)) return res.status(400).end();
  // ruleid: js.open-redirect
  res.redirect(req.query.to);
});

app.get("/whole", (req, res) => {
  if (!/^https:\/\/shop\.example\//.test(req.query.to)) return res.status(400).end();
  // ok: js.open-redirect
  res.redirect(req.query.to);
});

app.get("/counted", (req, res) => {
  if (!TARGETS.includes(req.query.to)) {
    console.warn("unknown target");
  }
  // ruleid: js.open-redirect
  res.redirect(req.query.to);
});

app.get("/inside", (req, res) => {
  const target = new URL(req.query.to, "https://shop.example");
  // ok: js.open-redirect
  res.redirect(target.pathname);
});

export const leave = async (event) => {
  // ruleid: js.open-redirect
  return { statusCode: 302, headers: { Location: event.queryStringParameters.to } };
};

export const home = async (event) => {
  // ok: js.open-redirect
  return { statusCode: 302, headers: { Location: "/home" } };
};
