const { User, Order } = require("./models");

async function register(req, res) {
  // ruleid: js.mass-assignment
  res.json(await User.create(req.body));
}

async function change(req, res) {
  // ruleid: js.mass-assignment
  await Order.findByIdAndUpdate(req.params.id, req.body);
  res.end();
}

async function profile(req, res, user) {
  // ruleid: js.mass-assignment
  Object.assign(user, req.body);
  await user.save();
  res.end();
}

async function named(req, res) {
  const { name, mail } = req.body;
  // ok: js.mass-assignment
  res.json(await User.create({ name, mail }));
}

async function validated(req, res, schema) {
  // ok: js.mass-assignment
  res.json(await User.create(schema.parse(req.body)));
}

async function merged(req, res) {
  // ok: js.mass-assignment
  const settings = Object.assign({}, req.body);
  res.json(settings);
}

async function dto(req, res) {
  // ok: js.mass-assignment
  res.json(new UserDto(req.body));
}

async function signUp(req, res) {
  // ok: js.mass-assignment
  res.json(await User.create(req.body, { fields: ["mail", "name"] }));
}

app.put("/people/:id", async (req, res) => {
  const user = await User.findById(req.params.id);
  // ruleid: js.mass-assignment
  for (const key of Object.keys(req.body)) {
    user[key] = req.body[key];
  }
  await user.save();
});

app.put("/some/:id", async (req, res) => {
  const user = await User.findById(req.params.id);
  // ok: js.mass-assignment
  for (const key of EDITABLE) {
    user[key] = req.body[key];
  }
  await user.save();
});

app.post("/rest", async (req, res) => {
  const { confirm, ...fields } = req.body;
  // ruleid: js.mass-assignment
  await User.create(fields);
});

app.post("/without-role", async (req, res) => {
  const { role, isAdmin, ...fields } = req.body;
  // ok: js.mass-assignment
  await User.create(fields);
});

class People {
  async add(input) {
    // ruleid: js.mass-assignment
    return this.users.save({ ...input });
  }
}

app.post("/people", async (req, res) => {
  res.json(await new People().add(req.body));
});

app.patch("/rows/:id", async (req, res) => {
  const row = await Ledger.findById(String(req.params.id));
  // ruleid: js.mass-assignment
  Object.assign(row, req.body);
  await row.save();
  res.json(row);
});

app.patch("/cells/:id", async (req, res) => {
  const row = await Ledger.findByPk(Number(req.params.id));
  // ruleid: js.mass-assignment
  await row.update(req.body);
  res.end();
});

app.patch("/chosen/:id", async (req, res) => {
  const row = await Ledger.findByPk(Number(req.params.id));
  // ok: js.mass-assignment
  await row.update({ title: req.body.title });
  res.end();
});

app.post("/drizzle", async (req, res) => {
  // ruleid: js.mass-assignment
  await db.insert(ledgers).values(req.body);
  // ok: js.mass-assignment
  await db.insert(ledgers).values({ title: req.body.title });
  // ruleid: js.mass-assignment
  await db.update(ledgers).set(req.body).where(eq(ledgers.id, 1));
  res.end();
});

async function register(req, res) {
  const user = new User();
  // ruleid: js.mass-assignment
  user.set(req.body);
  await user.save();
}

async function remember(req, res) {
  const bag = new Map();
  // ok: js.mass-assignment
  bag.set(req.body);
  await bag.save();
}

app.post("/taken-apart", async ({ body }, res) => {
  // ruleid: js.mass-assignment
  res.json(await User.create(body));
});

app.post("/taken-apart/fields", async ({ body }, res) => {
  // ok: js.mass-assignment
  res.json(await User.create({ name: body.name }));
});

app.put("/parts/:id", async (req, res) => {
  const { body, params } = req;
  // ruleid: js.mass-assignment
  await User.findByIdAndUpdate(params.id, body);
  res.end();
});

app.post("/nested", async (req, res) => {
  // ruleid: js.mass-assignment
  const { id } = await User.create(req.body.user);
  // ok: js.mass-assignment
  await Order.create({ user: req.body.user, owner: req.user.id });
  res.json(id);
});

exports.handler = async (event) => {
  const input = JSON.parse(event.body);
  // ruleid: js.mass-assignment
  await User.create(input);
  // ok: js.mass-assignment
  await User.create({ name: input.name, mail: input.mail });
  return { statusCode: 201 };
};

server.route({
  method: "POST",
  path: "/users",
  handler: async (request) => {
    // ruleid: js.mass-assignment
    return User.create(request.payload);
  },
});

server.route({
  method: "POST",
  path: "/users/name",
  handler: async (request) => {
    // ok: js.mass-assignment
    return User.create({ name: request.payload.name });
  },
});

app.patch("/rows/:id", async (req, res) => {
  // ruleid: js.mass-assignment
  const { data } = await supabase.from("users").update(req.body).eq("id", req.params.id);
  res.json(data);
});

app.post("/many", async (req, res) => {
  // ruleid: js.mass-assignment
  await prisma.user.createMany({ data: req.body });
  // ruleid: js.mass-assignment
  await prisma.user.upsert({ where: { id: 1 }, create: req.body, update: {} });
  res.end();
});

app.put("/named/:id", async (req, res) => {
  const row = await Person.findByPk(req.params.id);
  // ok: js.mass-assignment
  await row.update(req.body, { fields: ["name", "about"] });
  // ruleid: js.mass-assignment
  await row.update(req.body);
  res.end();
});

async function submit(formData) {
  // ruleid: js.mass-assignment
  await prisma.user.create({ data: Object.fromEntries(formData) });
  // ok: js.mass-assignment
  await prisma.user.create({ data: { name: formData.get("name") } });
}
