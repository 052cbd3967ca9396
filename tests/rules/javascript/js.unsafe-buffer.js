// ruleid: js.unsafe-buffer
const sized = new Buffer(16);
// ruleid: js.unsafe-buffer
const decoded = new Buffer(text, "base64");
// ruleid: js.unsafe-buffer
const called = Buffer("abc");

// ok: js.unsafe-buffer
const from = Buffer.from(text, "base64");
// ok: js.unsafe-buffer
const zeros = Buffer.alloc(16);
// ok: js.unsafe-buffer
const audio = new AudioBuffer(16);
