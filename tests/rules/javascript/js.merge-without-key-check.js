function merge(target, source) {
  for (const key in source) {
    if (typeof source[key] === "object") {
      // ruleid: js.merge-without-key-check
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

function extend(a, b) {
  Object.keys(b).forEach((key) => {
    // ruleid: js.merge-without-key-check
    a[key] = a[key] && typeof a[key] === "object" ? extend(a[key], b[key]) : b[key];
  });
  return a;
}

const combine = (into, from) => {
  for (const key of Object.keys(from)) {
    // ruleid: js.merge-without-key-check
    into[key] = combine(into[key], from[key]);
  }
  return into;
};

function flat(target, source) {
  for (const key in source) {
    // ok: js.merge-without-key-check
    target[key] = source[key];
  }
  return target;
}

function visit(node, seen) {
  for (const key in node) {
    // ok: js.merge-without-key-check
    visit(node[key], seen);
  }
}

function spread(a, b) {
  // ok: js.merge-without-key-check
  return { ...a, ...b };
}

function putDeep(target, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  // ruleid: js.merge-without-key-check
  const parent = keys.reduce((node, key) => (node[key] ??= {}), target);
  parent[last] = value;
}

const blend = (into, from) => {
  for (const [name, inner] of Object.entries(from)) {
    if (inner instanceof Object) {
      // ruleid: js.merge-without-key-check
      blend(into[name], inner);
    } else {
      into[name] = inner;
    }
  }
};

function putChecked(target, path, value) {
  const keys = path.split(".");
  if (keys.includes("__proto__") || keys.includes("constructor")) return;
  const last = keys.pop();
  // ok: js.merge-without-key-check
  const parent = keys.reduce((node, key) => (node[key] ??= {}), target);
  parent[last] = value;
}

function group(rows) {
  // ok: js.merge-without-key-check
  return rows.reduce((all, row) => ({ ...all, [row.id]: row }), {});
}
