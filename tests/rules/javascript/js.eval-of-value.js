function compute(expression) {
  // ruleid: js.eval-of-value
  return eval(expression);
}

function compiled(body) {
  // ruleid: js.eval-of-value
  return new Function("x", "return " + body);
}

function later(name) {
  // ruleid: js.eval-of-value
  setTimeout("refresh('" + name + "')", 100);
  // ruleid: js.eval-of-value
  return eval("(" + name + ")");
}

function constant() {
  // ok: js.eval-of-value
  return eval("1 + 1");
}

function parsed(text) {
  // ok: js.eval-of-value
  return JSON.parse(text);
}

function called(refresh, name) {
  // ok: js.eval-of-value
  setTimeout(() => refresh(name), 100);
}

function method(model, x) {
  // ok: js.eval-of-value
  return model.eval(x);
}
