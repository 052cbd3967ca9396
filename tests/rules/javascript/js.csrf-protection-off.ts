// ruleid: js.csrf-protection-off
export const server = new ApolloServer({ typeDefs, csrfPrevention: false });
// ruleid: js.csrf-protection-off
app.use(lusca({ csrf: false, xframe: "DENY" }));
// ruleid: js.csrf-protection-off
app.use(csurf({ cookie: true, ignoreMethods: ["GET", "POST"] }));
// ruleid: js.csrf-protection-off
export default { kit: { csrf: { checkOrigin: false } } };
// ruleid: js.csrf-protection-off
provideHttpClient(withNoXsrfProtection());

// ok: js.csrf-protection-off
export const safe = new ApolloServer({ typeDefs, csrfPrevention: true });
// ok: js.csrf-protection-off
app.use(csurf({ cookie: true }));
// ok: js.csrf-protection-off
app.use(csurf({ cookie: true, ignoreMethods: ["GET", "HEAD", "OPTIONS"] }));
// ok: js.csrf-protection-off
app.use(lusca({ csrf: true }));

const check = csurf({ cookie: true });

// ruleid: js.csrf-protection-off
app.use((req, res, next) => (req.path.startsWith("/profile/") ? next() : check(req, res, next)));

// ok: js.csrf-protection-off
app.use((req, res, next) => (req.path.startsWith("/hooks/") ? next() : check(req, res, next)));

// ruleid: js.csrf-protection-off
app.use(csrf({ origin: "*" }));

// ok: js.csrf-protection-off
app.use(csrf({ origin: "https://shop.example" }));

// ruleid: js.csrf-protection-off
export const astro = defineConfig({ security: { checkOrigin: false } });

// ruleid: js.csrf-protection-off
export const egg = { security: { csrf: { enable: false } } };

// ok: js.csrf-protection-off
export const eggOn = { security: { csrf: { enable: true } } };

// ruleid: js.csrf-protection-off
export const nuxt = defineNuxtConfig({ routeRules: { "/pay": { csurf: false } } });

// ruleid: js.csrf-protection-off
export const hapi = { method: "POST", path: "/pay", options: { plugins: { crumb: false } } };

// ok: js.csrf-protection-off
export const hapiOn = { method: "POST", path: "/pay", options: { plugins: { crumb: true } } };

// ruleid: js.csrf-protection-off
export const kit = { kit: { csrf: { trustedOrigins: ["*"] } } };

// ok: js.csrf-protection-off
export const kitOn = { kit: { csrf: { trustedOrigins: ["https://shop.example"] } } };

// ruleid: js.csrf-protection-off
export const session = NextAuth({ providers: [], skipCSRFCheck });

// ruleid: js.csrf-protection-off
export const better = betterAuth({ advanced: { disableCSRFCheck: true } });

// ok: js.csrf-protection-off
export const betterOn = betterAuth({ advanced: { disableCSRFCheck: false } });

// ruleid: js.csrf-protection-off
app.use(csurf({ cookie: true, value: (req) => req.cookies["xsrf"] }));

// ruleid: js.csrf-protection-off
app.use(csurf({ cookie: true, value: () => "static" }));

// ok: js.csrf-protection-off
app.use(csurf({ cookie: true, value: (req) => req.headers["x-csrf-token"] }));

// ruleid: js.csrf-protection-off
koa.use(new CSRF({ excludedMethods: ["GET", "POST"] }));

// ok: js.csrf-protection-off
koa.use(new CSRF({ excludedMethods: ["GET", "HEAD", "OPTIONS"] }));

// ruleid: js.csrf-protection-off
export const trusting = betterAuth({ trustedOrigins: ["*"] });

// ok: js.csrf-protection-off
export const choosy = betterAuth({ trustedOrigins: ["https://shop.example"] });
