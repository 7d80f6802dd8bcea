import { type Deed, moment, text, texts, whole } from "./deed";
import { isObject } from "./json";
import { type Holds, Lately } from "./lately";

type Policy = { readonly roles: ReadonlyMap<string, ReadonlySet<string>>; readonly needs: ReadonlyMap<string, ReadonlySet<string>> };
type Order = { readonly version: number; readonly hash: string; readonly bindsFrom: number; readonly from: number };
/** Somebody's name under a version of the order, whose text has this hash. */
export type Signature = { readonly version: number; readonly hash: string };

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
    const bindsFrom = whole(detail.bindsFrom) ?? version;
    this.orders = [...others, { version, hash, bindsFrom, from: moment(detail.inForceFrom) ?? at }].sort((a, b) => a.version - b.version);
  }

  gives(role: string | null, action: string, at: number): Holds {
    return this.policy.holds(at, this.grace, ({ roles }) => roles.get(role ?? "")?.has(action) ?? false);
  }

  needs(what: string, action: string): boolean {
    return this.policy.now.needs.get(what)?.has(action) ?? false;
  }

  /** Whether one of these is under the order in force: under its very text, in a version that binds still. */
  signed(signatures: readonly Signature[], at: number): Holds {
    if (signatures.some((one) => binds(one, this.inForce(at)))) return "yes";
    return signatures.some((one) => binds(one, this.inForce(at - this.grace))) ? "lately" : "no";
  }

  private inForce(at: number): Order | undefined {
    return this.orders.filter(({ from }) => from <= at).at(-1);
  }
}

function binds({ version, hash }: Signature, order: Order | undefined): boolean {
  return order !== undefined && hash === order.hash && version >= order.bindsFrom;
}
