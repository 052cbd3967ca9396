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
