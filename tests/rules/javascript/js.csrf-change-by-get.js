const express = require("express");
const app = express();
const router = express.Router();

// ruleid: js.csrf-change-by-get
app.get("/account/delete", async (req, res) => {
  await User.destroy({ where: { id: req.session.userId } });
  res.redirect("/");
});

// ruleid: js.csrf-change-by-get
router.get("/transfer", (req, res) => {
  bank.transfer(req.session.user, req.query.to, req.query.amount);
  res.end();
});

// ruleid: js.csrf-change-by-get
router.get("/posts/:id/remove", signedIn, async function (req, res) {
  await Post.deleteOne({ _id: req.params.id, author: req.user.id });
  res.redirect("/posts");
});

// A page that asks first.
// ok: js.csrf-change-by-get
app.get("/account/delete", (req, res) => {
  res.render("delete", { user: req.session.user });
});

// ok: js.csrf-change-by-get
app.post("/account/delete", async (req, res) => {
  await User.destroy({ where: { id: req.session.userId } });
  res.redirect("/");
});

// A link in a letter, with a secret of its own.
// ok: js.csrf-change-by-get
app.get("/account/delete/:token", async (req, res) => {
  await User.destroy({ where: { deletion: req.params.token, id: req.session.userId } });
  res.redirect("/");
});

// Nobody is signed in by a cookie.
// ok: js.csrf-change-by-get
app.get("/cache/update", async (req, res) => {
  await counters.increment("updates");
  res.end();
});

// The token is checked by hand.
// ok: js.csrf-change-by-get
router.get("/transfer", (req, res) => {
  if (req.query.csrf !== req.session.csrf) return res.sendStatus(403);
  bank.transfer(req.session.user, req.query.to, req.query.amount);
  res.end();
});
