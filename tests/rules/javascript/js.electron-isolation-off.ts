import { BrowserWindow } from "electron";

// ruleid: js.electron-isolation-off
const shared = new BrowserWindow({ webPreferences: { preload, contextIsolation: false } });
// ruleid: js.electron-isolation-off
const open = new BrowserWindow({ width: 800, webPreferences: { sandbox: false, preload } });
// ruleid: js.electron-isolation-off
const remote = { webPreferences: { enableRemoteModule: true } };

// ok: js.electron-isolation-off
const plain = new BrowserWindow({ webPreferences: { preload } });
// ok: js.electron-isolation-off
const explicit = new BrowserWindow({ webPreferences: { contextIsolation: true, sandbox: true } });
// ok: js.electron-isolation-off
const other = { sandbox: false };
