const express = require("express");

const app = express();

app.get("/search", (req, res) => {
  // ruleid: js.render-options-from-client
  res.render("search", req.query);
});

app.post("/profile", (req, res) => {
  // ruleid: js.render-options-from-client
  res.render("profile", { title: "Profile", ...req.body });
});

app.get("/mail", async (req, res) => {
  // ruleid: js.render-options-from-client
  await ejs.renderFile("mail.ejs", req.query);
  res.end();
});

app.get("/single", (req, res) => {
  // ok: js.render-options-from-client
  res.render("search", { q: req.query.q });
});

app.get("/nested", (req, res) => {
  // ok: js.render-options-from-client
  res.render("search", { query: req.query });
});

app.get("/plain", (req, res) => {
  // ok: js.render-options-from-client
  res.render("index");
});
