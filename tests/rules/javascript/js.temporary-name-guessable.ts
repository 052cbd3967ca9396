import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export function report(rows: string) {
  // ruleid: js.temporary-name-guessable
  fs.writeFileSync("/tmp/report.csv", rows);
}

export function joined(rows: string) {
  const target = path.join(os.tmpdir(), "report.csv");
  // ruleid: js.temporary-name-guessable
  fs.writeFileSync(target, rows);
}

export function numbered(rows: string) {
  // ruleid: js.temporary-name-guessable
  fs.createWriteStream(`/tmp/report-${process.pid}.csv`).end(rows);
}

export function own(rows: string) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "report-"));
  // ok: js.temporary-name-guessable
  fs.writeFileSync(path.join(folder, "report.csv"), rows);
}

export function random(rows: string) {
  // ok: js.temporary-name-guessable
  fs.writeFileSync(path.join(os.tmpdir(), `${crypto.randomUUID()}.csv`), rows);
}

export function exclusive(rows: string) {
  // ok: js.temporary-name-guessable
  fs.writeFileSync("/tmp/report.csv", rows, { flag: "wx" });
}

export function elsewhere(rows: string) {
  // ok: js.temporary-name-guessable
  fs.writeFileSync("/var/lib/shop/report.csv", rows);
}

class Cache {
  private readonly folder: string;

  constructor() {
    this.folder = path.join(os.tmpdir(), "shop-cache");
    // ruleid: js.temporary-name-guessable
    fs.mkdirSync(this.folder, { recursive: true });
  }
}

export function nameFirst(rows: string) {
  // ruleid: js.temporary-name-guessable
  const name = tmp.tmpNameSync({ postfix: ".csv" });
  fs.writeFileSync(name, rows);
}

export function ownFolder(rows: string) {
  const folder = "/var/lib/shop";
  // ok: js.temporary-name-guessable
  fs.mkdirSync(folder, { recursive: true });
  // ok: js.temporary-name-guessable
  fs.mkdirSync(path.join(os.tmpdir(), "shop-once"));
  const file = tmp.fileSync({ postfix: ".csv" });
  // ok: js.temporary-name-guessable
  fs.writeFileSync(file.name, rows);
}

// ruleid: js.temporary-name-guessable
fs.writeFileSync(path.join("/tmp", "shop.lock"), "1");
// ok: js.temporary-name-guessable
fs.writeFileSync(path.join("/srv/tmp", "shop.lock"), "1");
