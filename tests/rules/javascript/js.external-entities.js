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
