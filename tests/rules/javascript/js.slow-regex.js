// ruleid: js.slow-regex
const WORDS = /^(\w+\s?)*$/;
// ruleid: js.slow-regex
const NESTED = /^(a+)+$/;
// ruleid: js.slow-regex
const MAIL = /^([a-zA-Z0-9]+)*@example\.com$/;
// ruleid: js.slow-regex
const OVERLAP = new RegExp("^(?:\\w|\\d)+!$");
// ruleid: js.slow-regex
const SPACES = /(?:\s*\w+\s*)*;/;

// ok: js.slow-regex
const DOTTED = /^(\w+\.)+\w+$/;
// ok: js.slow-regex
const DASHED = /^\w+(?:-\w+)*$/;
// ok: js.slow-regex
const GROUPS = /^(\d{3})+$/;
// ok: js.slow-regex
const NAMES = /^(foo|bar)+$/;
// ok: js.slow-regex
const SPACED = /^[a-z]+(?:\s+[a-z]+)*$/;

// ruleid: js.slow-regex
const COLUMNS = /^(.*,)*end$/;
// ok: js.slow-regex
const COLUMNS_TODAY = /^([^,]*,)*end$/;

// ruleid: js.slow-regex
const HOST = /^([a-z0-9]+\.?)+:\d+$/;
// ruleid: js.slow-regex
const PARTS = /(;|\s+)*end/;
// ruleid: js.slow-regex
const DOTTED = /^(([a-z])+.)+[A-Z]$/;
// ok: js.slow-regex
const LISTED = /^(?:\d+,)*\d+$/;
// ok: js.slow-regex
const VERSION = /^v(\d+\.)+\d+$/;
// ok: js.slow-regex
const ESCAPED = /"(?:[^"\\]|\\.)*"/;
