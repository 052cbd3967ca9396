const express = require("express");
const serveIndex = require("serve-index");

const app = express();

// ruleid: js.directory-listing
app.use("/files", serveIndex("files"));
// ruleid: js.directory-listing
app.use("/logs", express.static("logs"), serveIndex("logs", { icons: true }));
// ruleid: js.directory-listing
fastify.register(require("@fastify/static"), { root: FILES, list: true });

// ok: js.directory-listing
app.use("/files", express.static("files"));
// ok: js.directory-listing
fastify.register(require("@fastify/static"), { root: FILES, list: false });
// ok: js.directory-listing
fastify.register(require("@fastify/static"), { root: FILES });
