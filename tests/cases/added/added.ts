import { createHash } from "crypto";
export function added(app: any, db: any) {
  app.get("/added", (req: any, res: any) => {
    const mark = createHash("md5");
    db.query("SELECT " + req.query.q);
  });
}
