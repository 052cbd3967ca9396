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
