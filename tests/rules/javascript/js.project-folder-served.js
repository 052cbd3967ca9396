const express = require("express");
const path = require("path");

const app = express();

// ruleid: js.project-folder-served
app.use(express.static(__dirname));
// ruleid: js.project-folder-served
app.use("/files", express.static("."));
// ruleid: js.project-folder-served
app.use(express.static(process.cwd(), { maxAge: 1000 }));
// ruleid: js.project-folder-served
app.use(express.static("public", { dotfiles: "allow" }));

// ok: js.project-folder-served
app.use(express.static("public"));
// ok: js.project-folder-served
app.use(express.static(path.join(__dirname, "public")));
// ok: js.project-folder-served
app.use("/docs", express.static("./docs", { dotfiles: "ignore" }));
