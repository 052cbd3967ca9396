import { Request, Response } from "express";
import xpath from "xpath";
import * as libxmljs from "libxmljs";

const ROLES: Record<string, string> = { guest: "//guest", admin: "//admin" };

export function byName(req: Request, res: Response) {
  // ruleid: js.xpath-injection
  const nodes = xpath.select(`//user[name='${req.query.name}']`, accounts);
  res.json(nodes);
}

export function login(req: Request, res: Response) {
  const { name, password } = req.body;
  const expression = "//user[@name='" + name + "' and @password='" + password + "']";
  // ruleid: js.xpath-injection
  res.json({ known: xpath.select1(expression, accounts) !== undefined });
}

export function find(req: Request, res: Response) {
  const xmlDoc = libxmljs.parseXml(source);
  // ruleid: js.xpath-injection
  res.send(String(xmlDoc.get("//order[@id='" + req.params.id + "']")));
}

export function variable(req: Request, res: Response) {
  // ok: js.xpath-injection
  const query = xpath.parse("//user[@name=$name]");
  res.json(query.select1({ node: accounts, variables: { name: req.query.name } }));
}

export function asNumber(req: Request, res: Response) {
  // ok: js.xpath-injection
  res.json(xpath.select(`//order[@id=${Number(req.params.id)}]`, accounts));
}

export function fromTable(req: Request, res: Response) {
  // ok: js.xpath-injection
  res.json(xpath.select(ROLES[req.query.role as string], accounts));
}

import { evaluateXPathToNodes } from "fontoxpath";

export function nodes(req, res) {
  // ruleid: js.xpath-injection
  res.json(evaluateXPathToNodes(`//book[title="${req.query.title}"]`, doc));
}

export function nodesByVariable(req, res) {
  // ok: js.xpath-injection
  res.json(evaluateXPathToNodes("//book[title=$title]", doc, null, { title: req.query.title }));
}

export function inPage(req, res) {
  const page = new JSDOM(HTML).window.document;
  // ruleid: js.xpath-injection
  res.json(page.evaluate("//" + req.query.tag, page, null, 0, null).iterateNext());
}

export function script(req, res) {
  // ok: js.xpath-injection
  res.json(browserPage.evaluate((text) => document.title + text, req.query.text));
}

export function withNames(req, res) {
  const look = xpath.useNamespaces({ a: "urn:a" });
  // ruleid: js.xpath-injection
  res.json(look(req.query.path, doc));
}

export function ofLibxml(req, res) {
  const x = libxmljs.parseXml(TEXT);
  // ruleid: js.xpath-injection
  res.json(x.get(`//item[@sku="${req.query.sku}"]`));
}

export function counted(req: Request, res: Response) {
  let expression = "";
  for (const [name, value] of Object.entries(req.query)) {
    expression += `[@${name}='${value}']`;
  }
  // ruleid: js.xpath-injection
  res.json(xpath.select("//row" + expression, doc).length);
}

export function longEnough(req: Request, res: Response) {
  // ok: js.xpath-injection
  res.json(xpath.select("//row[@size=" + String(req.query.name).length + "]", doc).length);
}

export function relative(req: Request, res: Response) {
  const hits = libxmljs.parseXml(text).find("//a");
  // ruleid: js.xpath-injection
  const first = hits[0].find('b[@c="' + req.query.c + '"]');
  // ok: js.xpath-injection
  const second = hits[0].find('b[@c="1"]');
  res.json([first, second]);
}
