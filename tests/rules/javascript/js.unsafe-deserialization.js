const serialize = require("node-serialize");

function cart(req) {
  // ruleid: js.unsafe-deserialization
  return serialize.unserialize(req.cookies.cart);
}

function stored(text) {
  // ruleid: js.unsafe-deserialization
  const value = serialize.unserialize(text);
  return value;
}

const load = (text) => {
  // ruleid: js.unsafe-deserialization
  return serialize.unserialize(Buffer.from(text, "base64").toString());
};

function parsed(req) {
  // ok: js.unsafe-deserialization
  return JSON.parse(req.cookies.cart);
}

function written(value) {
  // ok: js.unsafe-deserialization
  return serialize.serialize(value);
}

function otherLibrary(php, text) {
  // ok: js.unsafe-deserialization
  return php.unserialize(text);
}

const { unserialize: revive } = require("node-serialize");
// ruleid: js.unsafe-deserialization
const state = revive(text);

const serialijse = require("serialijse");

// ruleid: js.unsafe-deserialization
const thing = serialijse.deserialize(req.body.thing);
