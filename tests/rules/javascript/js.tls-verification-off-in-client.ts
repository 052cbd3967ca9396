import { app, session } from "electron";
import { MongoClient } from "mongodb";
import { Connection } from "tedious";

// ruleid: js.tls-verification-off-in-client
const stock = new MongoClient(process.env.STOCK, { tlsAllowInvalidCertificates: true });
// ruleid: js.tls-verification-off-in-client
const orders = new MongoClient(process.env.ORDERS, { tls: true, tlsInsecure: true });
// ruleid: js.tls-verification-off-in-client
const sales = new Connection({ server: "sales", options: { encrypt: true, trustServerCertificate: true } });

// ruleid: js.tls-verification-off-in-client
session.defaultSession.setCertificateVerifyProc((request, callback) => callback(0));

// ruleid: js.tls-verification-off-in-client
app.on("certificate-error", (event, contents, url, error, certificate, callback) => {
  event.preventDefault();
  callback(true);
});

// ruleid: js.tls-verification-off-in-client
curl.setOpt("SSL_VERIFYPEER", false);

// ok: js.tls-verification-off-in-client
const checked = new MongoClient(process.env.STOCK, { tls: true, tlsCAFile: "company.pem" });
// ok: js.tls-verification-off-in-client
const strict = new Connection({ server: "sales", options: { encrypt: true, trustServerCertificate: false } });
// ok: js.tls-verification-off-in-client
session.defaultSession.setCertificateVerifyProc((request, callback) => callback(known(request) ? 0 : -2));
// ok: js.tls-verification-off-in-client
curl.setOpt("SSL_VERIFYPEER", true);
// ok: js.tls-verification-off-in-client
app.on("certificate-error", (event, contents, url, error, certificate, callback) => {
  event.preventDefault();
  callback(certificate.fingerprint === PINNED);
});
