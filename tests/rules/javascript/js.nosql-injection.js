const { ObjectId } = require("mongodb");

async function login(req, res, users) {
  // ruleid: js.nosql-injection
  const user = await users.findOne({ mail: req.body.mail, active: true });
  res.json(user);
}

async function search(req, res, items) {
  const { shelf } = req.query;
  // ruleid: js.nosql-injection
  res.json(await items.find({ shelf: shelf }).toArray());
}

async function remove(req, res, orders) {
  const number = req.body.number;
  // ruleid: js.nosql-injection
  await orders.deleteOne({ number });
  // ruleid: js.nosql-injection
  await orders.deleteMany({ parent: number });
  res.end();
}

async function converted(req, res, users) {
  // ok: js.nosql-injection
  res.json(await users.findOne({ mail: String(req.body.mail) }));
}

async function byId(req, res, users) {
  // ok: js.nosql-injection
  res.json(await users.findOne({ _id: new ObjectId(req.body.id) }));
}

async function fromPath(req, res, users) {
  // ok: js.nosql-injection
  res.json(await users.findOne({ name: req.params.name }));
}

async function checked(req, res, users) {
  const { mail } = req.body;
  if (typeof mail !== "string") {
    return res.status(400).end();
  }
  // ok: js.nosql-injection
  res.json(await users.findOne({ mail }));
}

function inMemory(req, res, items) {
  // ok: js.nosql-injection
  res.json(items.find((item) => item.shelf === req.query.shelf));
}

async function totals(req, res, orders) {
  // ruleid: js.nosql-injection
  res.json(await orders.aggregate([{ $match: { shop: req.body.shop } }]).toArray());
  // ok: js.nosql-injection
  res.json(await orders.aggregate([{ $match: { shop: String(req.body.shop) } }]).toArray());
}

app.post("/typed", async (req, res) => {
  const filter = {};
  if (typeof req.body.state === "string") filter.state = req.body.state;
  // ok: js.nosql-injection
  res.json(await db.collection("jobs").find(filter).toArray());
});

app.post("/parsed", async (req, res) => {
  const filter = JSON.parse(req.body.filter);
  // ruleid: js.nosql-injection
  res.json(await db.collection("jobs").find(filter).toArray());
});

app.post("/equal", async (req, res) => {
  // ruleid: js.nosql-injection
  res.json(await User.where("name").equals(req.body.name).findOne());
});
