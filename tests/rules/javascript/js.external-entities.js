const libxmljs = require("libxmljs");

function invoice(text) {
  // ruleid: js.external-entities
  return libxmljs.parseXml(text, { noent: true });
}

function order(text) {
  // ruleid: js.external-entities
  return libxmljs.parseXmlString(text, { noblanks: true, noent: true });
}

function later(text) {
  // ruleid: js.external-entities
  return libxmljs.parseXmlAsync(text, { "noent": true, nonet: true });
}

function closed(text) {
  // ok: js.external-entities
  return libxmljs.parseXml(text, { noent: false, nonet: true });
}

function plain(text) {
  // ok: js.external-entities
  return libxmljs.parseXml(text);
}

function blanks(text) {
  // ok: js.external-entities
  return libxmljs.parseXmlString(text, { noblanks: true });
}

function wasm(text) {
  // ruleid: js.external-entities
  return XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NOENT });
}

function wasmGood(text) {
  // ok: js.external-entities
  return XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NOENT | ParseOption.XML_PARSE_NO_XXE });
}

function own(fs) {
  // ok: js.external-entities
  return libxmljs.parseXml(fs.readFileSync("help/index.xml", "utf8"), { noent: true });
}

// ruleid: js.external-entities
const numbered = libxmljs.parseXml(text, { noent: 1 });

// ruleid: js.external-entities
const valid = libxmljs.parseXml(text, { dtdvalid: true });

function stepwise(text) {
  const options = { noblanks: true };
  // ruleid: js.external-entities
  options.noent = true;
  return libxmljs.parseXml(text, options);
}

function stepwiseOff(text) {
  const options = { noblanks: true };
  // ok: js.external-entities
  options.noent = false;
  return libxmljs.parseXml(text, options);
}

// ruleid: js.external-entities
const lint = execFileSync("xmllint", ["--noent", file]);

// ok: js.external-entities
const shape = execFileSync("xmllint", ["--nonet", "--noout", file]);

expat.on("entityDecl", (name, isParameter, value, base, systemId) => {
  // ok: js.external-entities
  throw new Error("no entities: " + name);
});

// ruleid: js.external-entities
expat.on("entityDecl", (name, isParameter, value, base, systemId) => {
  const content = fs.readFileSync(systemId, "utf8");
  entities[name] = content;
});

// ruleid: js.external-entities
const whole = text.replace(/<!ENTITY\s+(\w+)\s+SYSTEM\s+"([^"]+)"\s*>/g, (all, name, system) => {
  entities[name] = fs.readFileSync(system, "utf8");
  return "";
});

// ok: js.external-entities
const without = text.replace(/<!ENTITY\s+(\w+)\s+SYSTEM\s+"([^"]+)"\s*>/g, () => "");

// ruleid: js.external-entities
saxParser.ondoctype = (doctype) => {
  const found = /SYSTEM\s+"([^"]+)"/.exec(doctype);
  if (found) saxParser.ENTITIES.loaded = fs.readFileSync(found[1], "utf8");
};

// ok: js.external-entities
saxParser.ondoctype = () => {
  throw new Error("no document types");
};
