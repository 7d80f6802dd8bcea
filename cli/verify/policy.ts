import { type Deed, moment, text, texts, whole } from "./deed";
import { isObject } from "./json";
import { type Holds, Lately } from "./lately";

type Policy = { readonly roles: ReadonlyMap<string, ReadonlySet<string>>; readonly needs: ReadonlyMap<string, ReadonlySet<string>> };
type Order = { readonly version: number; readonly hash: string; readonly from: number };

const listed = (value: Deed["detail"][string] | undefined) =>
  new Map(isObject(value) ? Object.entries(value).map(([name, list]) => [name, new Set(texts(list))] as const) : []);

/** The permission table and the orders of a matter, as the log says that they came into force. */
export class Policies {
  private readonly policy = new Lately<Policy>({ roles: new Map(), needs: new Map() });
  private orders: Order[] = [];

  constructor(private readonly grace: number) {}

  setPolicy({ detail, at }: Deed): void {
    this.policy.set({ roles: listed(detail.roles), needs: listed(detail.needs) }, at, this.grace);
  }

  /** An order is known by the hash of its text; without a moment of its own it is in force from the entry on. */
  setOrder({ detail, at }: Deed): void {
    const hash = text(detail.sha256) ?? text(detail.hash);
    const version = whole(detail.version) ?? 1;
    if (!hash) return;
    const others = this.orders.filter((order) => order.version !== version);
    this.orders = [...others, { version, hash, from: moment(detail.inForceFrom) ?? at }].sort((a, b) => a.version - b.version);
  }

  gives(role: string | null, action: string, at: number): Holds {
    return this.policy.holds(at, this.grace, ({ roles }) => roles.get(role ?? "")?.has(action) ?? false);
  }

  needs(what: string, action: string): boolean {
    return this.policy.now.needs.get(what)?.has(action) ?? false;
  }

  /** Whether one of these is the order in force. */
  signed(hashes: ReadonlySet<string>, at: number): Holds {
    if (hashes.has(this.inForce(at) ?? "")) return "yes";
    return hashes.has(this.inForce(at - this.grace) ?? "") ? "lately" : "no";
  }

  inForce(at: number): string | null {
    return this.orders.filter(({ from }) => from <= at).at(-1)?.hash ?? null;
  }
}
