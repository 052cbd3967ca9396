// ruleid: js.secret-in-bundle
export const stripe = new Stripe(process.env.NEXT_PUBLIC_STRIPE_SECRET_KEY!);
// ruleid: js.secret-in-bundle
export const database = process.env.REACT_APP_DB_PASSWORD;
// ruleid: js.secret-in-bundle
export const admin = import.meta.env.VITE_SUPABASE_SERVICE_ROLE_KEY;

// ok: js.secret-in-bundle
export const published = process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY;
// ok: js.secret-in-bundle
export const server = process.env.STRIPE_SECRET_KEY;
// ok: js.secret-in-bundle
export const address = import.meta.env.VITE_API_URL;
// ok: js.secret-in-bundle
export const captcha = process.env.NEXT_PUBLIC_RECAPTCHA_SITE_KEY;
