const ldap = require("ldapjs");
const { EqualityFilter } = require("ldapjs");

const client = ldap.createClient({ url: process.env.DIRECTORY });

function byName(req, res) {
  // ruleid: js.ldap-injection
  client.search("ou=people,dc=example", { filter: `(uid=${req.query.name})`, scope: "sub" }, answer(res));
}

function byOptions(req, res) {
  const { mail } = req.body;
  const options = { scope: "sub", filter: "(&(objectClass=person)(mail=" + mail + "))" };
  // ruleid: js.ldap-injection
  client.search("dc=example", options, answer(res));
}

function login(req, res) {
  // ruleid: js.ldap-injection
  client.bind(`uid=${req.body.name},ou=people,dc=example`, req.body.password, answer(res));
}

function objects(req, res) {
  const filter = new EqualityFilter({ attribute: "uid", value: req.query.name });
  // ok: js.ldap-injection
  client.search("ou=people,dc=example", { filter }, answer(res));
}

function escaped(req, res) {
  // ok: js.ldap-injection
  client.search("dc=example", { filter: `(uid=${ldapEscape(req.query.name)})` }, answer(res));
}

function checked(req, res) {
  const name = req.query.name;
  if (!/^[a-z0-9]+$/.test(name)) {
    return res.status(400).end();
  }
  // ok: js.ldap-injection
  client.search("dc=example", { filter: `(uid=${name})` }, answer(res));
}

function password(req, res) {
  // ok: js.ldap-injection
  client.bind("cn=service,dc=example", req.body.password, answer(res));
}

const { Client } = require("ldapts");
const service = new Client({ url: "ldaps://directory.example" });

app.get("/members", async (req, res) => {
  const filter = "(member=" + req.query.dn + ")";
  // ruleid: js.ldap-injection
  res.json(await service.search("dc=example", { scope: "sub", filter }));
});

app.get("/names", async (req, res) => {
  const filter = new EqualityFilter({ attribute: "cn", value: req.query.name });
  // ok: js.ldap-injection
  res.json(await service.search("dc=example", { scope: "sub", filter }));
});

app.get("/people", (req, res) => {
  // ruleid: js.ldap-injection
  ad.findUsers("(cn=" + req.query.name + "*)", (error, users) => res.json(users));
});

app.get("/person", (req, res) => {
  // ruleid: js.ldap-injection
  ad.find({ filter: `cn=${req.query.name}` }, (error, found) => res.json(found));
});

app.get("/articles", (req, res) => {
  // ok: js.ldap-injection
  res.json(articles.search(req.query.text));
});

app.get("/books", async (req, res) => {
  // ok: js.ldap-injection
  res.json(await shelf.search("books", { filter: { author: String(req.query.author) } }));
});

const inFilter = (text) => text.replace(/[\\*()\0]/g, (letter) => "\\" + letter.charCodeAt(0).toString(16));

function hidden(req, res) {
  // ok: js.ldap-injection
  client.search("dc=shop", { filter: `(uid=${inFilter(req.query.uid)})` }, done);
}
