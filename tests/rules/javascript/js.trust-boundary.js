const LANGUAGES = { de: "German", en: "English" };

function login(req, res) {
  // ruleid: js.trust-boundary
  req.session.role = req.body.role;
  res.end();
}

function named(req, res) {
  const { shop } = req.query;
  // ruleid: js.trust-boundary
  req.session.shop = shop;
  res.end();
}

function chosen(req, res) {
  // ruleid: js.trust-boundary
  req.session[req.body.key] = true;
  res.end();
}

function language(req, res) {
  // ok: js.trust-boundary
  req.session.language = LANGUAGES[req.query.language];
  res.end();
}

async function user(req, res) {
  // ok: js.trust-boundary
  req.session.user = await findUser(req.body.mail, req.body.password);
  res.end();
}

function page(req, res) {
  // ok: js.trust-boundary
  req.session.page = Number(req.query.page);
  // ok: js.trust-boundary
  req.session.returnTo = req.originalUrl;
  res.end();
}

function enter(req, res) {
  const { floor, desk = "first" } = req.body;
  // ruleid: js.trust-boundary
  req.session.desk = desk;
  res.end();
}

async function team(req, res, db) {
  const team = String(req.query.team);
  const { rowCount } = await db.query("SELECT 1 FROM members WHERE team = $1 AND person = $2", [team, req.user.id]);
  if (rowCount !== 1) return res.sendStatus(403);
  // ok: js.trust-boundary
  req.session.team = team;
  return res.end();
}

app.post("/alias", (req, res) => {
  const kept = req.session;
  // ruleid: js.trust-boundary
  kept.role = req.body.role;
  // ok: js.trust-boundary
  kept.page = Number(req.body.page);
  const other = {};
  // ok: js.trust-boundary
  other.role = req.body.role;
  res.end();
});

app.post("/enter", async (req, res) => {
  const person = await login(req.body);
  // ok: js.trust-boundary
  req.session.person = person;
  // ruleid: js.trust-boundary
  req.session = { plan: req.body.plan };
});
