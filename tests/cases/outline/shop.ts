import type { Item } from "./item";
import fs = require("fs");
import "./side";

interface Row<T> extends Base { name: string; sum(): number }
type Id = string | number;
enum Size { S, L }
export declare const version: number;

/** Keeps things. */
@Component({ selector: "shop" })
export abstract class Store {
  @Input() private count: number = 1;
  /** Gets one. */
  @Get("/x")
  @Cached
  async get(id: Id): Promise<Item> { return load(id); }
  abstract size(): number;
  add = (item: Item): void => {};
}
namespace Inner { export function hidden() {} }
function over(a: string): void;
function over(a: any) {}
export const View: React.FC<Props> = ({ a }) => { return 1; };
