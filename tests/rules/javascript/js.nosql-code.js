const express = require("express");

const app = express();

app.get("/people", async (req, res) => {
  // ruleid: js.nosql-code
  res.json(await people.find({ $where: `this.name == '${req.query.name}'` }).toArray());
});

app.get("/older", async (req, res) => {
  const condition = "this.age > " + req.query.age;
  // ruleid: js.nosql-code
  res.json(await Person.find().$where(condition));
});

app.get("/named/:name", async (req, res) => {
  // ruleid: js.nosql-code
  const filter = { active: true, $where: "this.name === '" + req.params.name + "'" };
  res.json(await people.find(filter).toArray());
});

app.get("/compared", async (req, res) => {
  // ok: js.nosql-code
  res.json(await people.find({ name: { $eq: String(req.query.name) } }).toArray());
});

app.get("/number", async (req, res) => {
  // ok: js.nosql-code
  res.json(await people.find({ $where: `this.age > ${Number(req.query.age)}` }).toArray());
});

app.get("/constant", async (req, res) => {
  // ok: js.nosql-code
  res.json(await people.find({ $where: "this.left == this.right" }).toArray());
});

const neo4j = require("neo4j-driver");

async function people(req, res) {
  const session = driver.session();
  // ruleid: js.nosql-code
  const found = await session.run(`MATCH (p:Person {name: '${req.query.name}'}) RETURN p`);
  res.json(found.records);
}

async function peopleSafely(req, res) {
  const session = driver.session();
  // ok: js.nosql-code
  const found = await session.run("MATCH (p:Person {name: $name}) RETURN p", { name: req.query.name });
  res.json(found.records);
}
