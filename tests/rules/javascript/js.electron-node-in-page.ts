import { BrowserWindow } from "electron";

// ruleid: js.electron-node-in-page
const shop = new BrowserWindow({ width: 800, webPreferences: { nodeIntegration: true } });
// ruleid: js.electron-node-in-page
const help = new BrowserWindow({ webPreferences: { "nodeIntegration": true, contextIsolation: true } });

export function open() {
  return new BrowserWindow({
    // ruleid: js.electron-node-in-page
    webPreferences: {
      contextIsolation: false,
      nodeIntegration: true,
    },
  });
}

// ok: js.electron-node-in-page
const closed = new BrowserWindow({ webPreferences: { nodeIntegration: false } });
// ok: js.electron-node-in-page
const plain = new BrowserWindow({ webPreferences: { preload: "preload.js" } });
// ok: js.electron-node-in-page
const standard = new BrowserWindow({ width: 800 });
