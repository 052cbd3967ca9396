import { generateKeyPairSync } from "crypto";
export function added(app: any, db: any) {
  app.get("/added", (req: any, res: any) => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 1024 });
    db.query("SELECT " + req.query.q);
  });
}
