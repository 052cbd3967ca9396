const { app, BrowserWindow } = require("electron");

// ruleid: js.electron-web-security-off
const open = new BrowserWindow({ webPreferences: { webSecurity: false } });
// ruleid: js.electron-web-security-off
const mixed = new BrowserWindow({ webPreferences: { allowRunningInsecureContent: true } });
// ruleid: js.electron-web-security-off
app.commandLine.appendSwitch("disable-web-security");

// ok: js.electron-web-security-off
const plain = new BrowserWindow({ webPreferences: { preload } });
// ok: js.electron-web-security-off
const explicit = new BrowserWindow({ webPreferences: { webSecurity: true } });
// ok: js.electron-web-security-off
app.commandLine.appendSwitch("lang", "de");
