import { type Deed, named, text, Unexplained } from "./deed";

type Deletion = { readonly side: string | null; readonly person: string | null; readonly prefix: string; approved: boolean };

/** Which volumes were to be deleted, and were: by their names, with the prefix of their numbers. */
export class Deletions {
  private readonly volumes = new Map<string, Deletion>();

  ask(deed: Deed): void {
    const volume = named(deed, "volume");
    if (this.volumes.has(volume)) throw new Unexplained("the deletion of this volume was asked for already");
    this.volumes.set(volume, { side: deed.side, person: deed.person, prefix: text(deed.detail.prefix) ?? "", approved: false });
  }

  /** The court refuses, or the side that asked takes it back. */
  drop(deed: Deed): void {
    if (this.find(deed).approved) throw new Unexplained("the deletion of this volume was approved");
    this.volumes.delete(named(deed, "volume"));
  }

  /** Returns the prefix of what goes. */
  approve(deed: Deed): string {
    const deletion = this.find(deed);
    if (deletion.side === deed.side || deletion.person === deed.person) throw new Unexplained("one side alone deleted this volume");
    deletion.approved = true;
    return deletion.prefix;
  }

  purge(deed: Deed): string {
    const { approved, prefix } = this.find(deed);
    if (!approved) throw new Unexplained("nobody approved the deletion of this volume");
    return prefix;
  }

  private find(deed: Deed): Deletion {
    const deletion = this.volumes.get(named(deed, "volume"));
    if (!deletion) throw new Unexplained("nobody asked for this volume to be deleted");
    return deletion;
  }
}
