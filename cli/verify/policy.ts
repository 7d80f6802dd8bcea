import { type Deed, type Holds, Lately, moment, named, text, texts, Unexplained, whenever, whole } from "./deed";
import { isObject, type Json, type JsonObject, same } from "./json";

type Lists = ReadonlyMap<string, ReadonlySet<string>>;
type Policy = { readonly roles: Lists; readonly needs: Lists; readonly exports: ReadonlySet<string> };
type Order = {
  readonly version: number;
  readonly hash: string;
  readonly bindsFrom: number;
  readonly from: number;
  readonly settings: Settings;
};
type Draft = { readonly person: string | null; readonly hash: string; readonly settings: Json | undefined };
/** Somebody's name under a version of the order, whose text has this hash. */
type Signature = { readonly version: number; readonly hash: string };
export type Settings = JsonObject;

/** What holds where an order is silent. */
const silent: Settings = { mfa: true, trustIdpMfa: false, stepUpMinutes: 5, expertDisclosure: true };

const listed = (value: Json | undefined): Lists =>
  new Map(isObject(value) ? Object.entries(value).map(([name, list]) => [name, new Set(texts(list))] as const) : []);

/** The permission table and the orders of a matter, as the log says that they came into force, and who signed them. */
export class Policies {
  private readonly policy = new Lately<Policy>({ roles: new Map(), needs: new Map(), exports: new Set() });
  private readonly drafts = new Map<string, Draft>();
  private readonly signatures = new Map<string, Signature[]>();
  private orders: Order[] = [];

  constructor(private readonly grace: number) {}

  setPolicy({ detail, at }: Deed): void {
    const exports = new Set(texts(detail.exports));
    this.policy.set({ roles: listed(detail.roles), needs: listed(detail.needs), exports }, at, this.grace);
  }

  /** A draft waits for somebody else, or was taken back. */
  draft({ person, detail }: Deed): void {
    const id = text(detail.draft) ?? "";
    if (text(detail.decision) !== null) this.drafts.delete(id);
    else this.drafts.set(id, { person, hash: text(detail.sha256) ?? "", settings: detail.settings });
  }

  /** A draft is decided by another person than who wrote it, and put in force as it was written. */
  decide(deed: Deed): void {
    const { person, detail } = deed;
    const draft = this.drafts.get(text(detail.draft) ?? "");
    if (!draft) throw new Unexplained("nobody had drafted this version of the order");
    if (draft.person === person) throw new Unexplained("one person alone put this version of the order in force");
    this.drafts.delete(text(detail.draft) ?? "");
    if (detail.decision !== "in_force") return;
    if (draft.hash !== text(detail.sha256) || !same(draft.settings, detail.settings))
      throw new Unexplained("the order was not put in force as it was drafted");
    this.setOrder(deed);
  }

  /**
   * An order is known by the hash of its text; without a moment of its own it is in force from the entry on. Signatures under older versions
   * go on binding from the one that it names, as long as the text is the same.
   */
  setOrder({ detail, at }: Deed): void {
    const hash = text(detail.sha256) ?? text(detail.hash);
    const version = whole(detail.version) ?? 1;
    if (!hash) return;
    const before = this.orders.findLast((order) => order.version < version);
    const bindsFrom = whole(detail.bindsFrom) ?? version;
    const least = before?.hash === hash ? before.bindsFrom : version;
    if (bindsFrom < least || bindsFrom > version) throw new Unexplained("signatures under another text would bind");
    const settings = isObject(detail.settings) ? detail.settings : {};
    const order = { version, hash, bindsFrom, from: moment(detail.inForceFrom) ?? at, settings };
    this.orders = [...this.orders.filter((other) => other.version !== version), order].sort((a, b) => a.version - b.version);
  }

  gives(role: string | null, action: string, at: number): Holds {
    return this.policy.holds(at, this.grace, ({ roles }) => roles.get(role ?? "")?.has(action) ?? false);
  }

  needs(what: string, action: string): boolean {
    return this.policy.now.needs.get(what)?.has(action) ?? false;
  }

  /** Whether a token that was made for exports carries the factor that this action needs. */
  isExport(action: string): boolean {
    return this.policy.now.exports.has(action);
  }

  settings(at: number): Settings {
    return this.inForce(at)?.settings ?? {};
  }

  /** Takes a signature: of the order in force, by its very text. */
  sign(deed: Deed): Holds {
    const hash = text(deed.detail.hash) ?? text(deed.detail.sha256) ?? "";
    const name = named(deed, "order");
    const version = /^\d{1,9}$/.test(name) ? Number(name) : -1;
    const person = deed.person ?? "";
    this.signatures.set(person, [...(this.signatures.get(person) ?? []), { version, hash }]);
    const holds = whenever(deed.at, this.grace, (t) => this.inForce(t)?.version === version && this.inForce(t)?.hash === hash);
    if (holds === "no") throw new Unexplained("what was signed is not the order in force");
    return holds;
  }

  /** Whether somebody signed the order in force: its very text, in a version that binds still. */
  signed(person: string, at: number): Holds {
    const signatures = this.signatures.get(person) ?? [];
    return whenever(at, this.grace, (t) => signatures.some((one) => binds(one, this.inForce(t))));
  }

  private inForce(at: number): Order | undefined {
    return this.orders.findLast(({ from }) => from <= at);
  }
}

export function setting(settings: Settings, name: string): Json | undefined {
  return settings[name] ?? silent[name];
}

export function asksFactor(settings: Settings): boolean {
  return setting(settings, "mfa") !== false;
}

function binds({ version, hash }: Signature, order: Order | undefined): boolean {
  return order !== undefined && hash === order.hash && version >= order.bindsFrom;
}
