const helmet = require("helmet");

// ruleid: js.security-header-off
app.use(helmet({ contentSecurityPolicy: false }));
// ruleid: js.security-header-off
app.use(helmet({ frameguard: false, hsts: false }));
// ruleid: js.security-header-off
fastify.register(helmet, { contentSecurityPolicy: false });

// ok: js.security-header-off
app.use(helmet());
// ok: js.security-header-off
app.use(helmet({ crossOriginEmbedderPolicy: false }));
// ok: js.security-header-off
app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'"] } } }));
// ok: js.security-header-off
app.use(other({ contentSecurityPolicy: false }));
