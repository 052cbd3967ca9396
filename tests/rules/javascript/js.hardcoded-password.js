const mysql = require("mysql2/promise");
const nodemailer = require("nodemailer");
const { Pool } = require("pg");

// ruleid: js.hardcoded-password
const pool = new Pool({ host: "db", user: "shop", password: "tr0ub4dor" });
// ruleid: js.hardcoded-password
const old = mysql.createPool({ host: "db", password: 'hunter22' });
// ruleid: js.hardcoded-password
const mail = nodemailer.createTransport({ host: "mail", auth: { user: "shop", pass: "correct-horse" } });
// ok: js.hardcoded-password
const safe = new Pool({ host: "db", user: "shop", password: process.env.SHOP_DB_PASSWORD });
// ok: js.hardcoded-password
const local = mysql.createPool({ host: "localhost", password: "" });

function connect(password) {
  // ok: js.hardcoded-password
  return mysql.createConnection({ host: "db", password });
}

// ok: js.hardcoded-password
const labels = translate({ user: "User", password: "Password" });

// ruleid: js.hardcoded-password
const header = "Basic " + Buffer.from("clerk:Zq81-trunk").toString("base64");
// ok: js.hardcoded-password
const headerSafe = "Basic " + Buffer.from(`${user}:${process.env.CLERK_PASSWORD}`).toString("base64");
