"""Words of the languages that the checks of a change need to know."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NO_CALLS = words(
    "if elif for while switch catch return function def class func new await yield with not and or in is lambda print "
    "except assert raise throw typeof super this self"
)
"""Stand before a bracket and call nothing; `print` tells people, and may go."""
NO_DATA = NO_CALLS | words(
    "True False None true false null nil undefined const let var final String int str bytes bool float else case "
    "import from as async static public private protected string error err void range"
)
"""Stand where data may, and are none."""
NODE = words(
    "assert async_hooks buffer child_process cluster crypto dgram dns events fs http http2 https net os path perf_hooks "
    "process querystring readline stream string_decoder timers tls tty url util v8 vm worker_threads zlib"
)
"""Modules of Node.js."""
FAR = words(
    "socket ctypes telnetlib ftplib smtplib urllib.request http.client pty importlib pickle marshal code multiprocessing "
    "subprocess child_process net http http2 https vm dgram cluster worker_threads os/exec net/http plugin unsafe syscall "
    "java.net java.lang.reflect javax.script java.rmi sun.misc antigravity this webbrowser idlelib runpy codeop pdb"
)
"""Modules that reach out of the program, by the names they are imported by."""
DECLARING = words(
    "const let var def function func class for as catch import with lambda async type struct interface enum"
)
"""Come before a name that is new."""
SCRIPT = words(
    "Array ArrayBuffer Boolean Buffer Date Error Function Headers Intl JSON Map Math Number Object Promise Proxy RangeError "
    "Reflect RegExp Request Response Set String Symbol TextDecoder TextEncoder TypeError URL URLSearchParams Uint8Array "
    "WeakMap WeakSet BigInt AbortController clearInterval clearTimeout console crypto decodeURIComponent document "
    "encodeURIComponent encodeURI escape exports globalThis isNaN isFinite localStorage location module navigator parseFloat "
    "parseInt performance process queueMicrotask require setImmediate setInterval setTimeout structuredClone super this "
    "window import if for while switch catch return typeof await new function"
)
"""Known everywhere in JavaScript."""
SCRIPT_REACHING = words(
    "fetch AbortSignal Blob Event EventTarget FormData ReadableStream TransformStream WritableStream Iterator WeakRef WebSocket"
)
"""Known everywhere, too, and of no use for a repair."""
SCRIPT_TESTS = words("describe it test expect beforeEach afterEach beforeAll afterAll before after jest vi")
"""Known in tests by the frameworks that run them."""
JAVA = words(
    "Boolean Byte Character Class ClassLoader Double Enum Error Exception Float IllegalArgumentException Integer Iterable "
    "IllegalStateException Long Math Number Object Objects Override Process Record Runtime RuntimeException SecurityException "
    "Short String StringBuilder StringBuffer System Thread ThreadLocal Throwable Void java javax this super"
)
"""Known everywhere in Java, of `java.lang` what is used most."""
RISKY = words(
    "system popen Popen eval exec execSync spawn spawnSync fork loads load_module import_module runInNewContext runInThisContext "
    "rmtree unlink builtins __builtin__ __builtins__ ctypes CDLL"
)
"""Names that no repair has to import."""
