import type { Actor } from "@/domain/access/permit";
import { SearchVolume } from "@/domain/masking/schema";
import { searchVolume } from "@/domain/masking/search-volume";

// A search of a volume as a process that can be killed. Tells its parent after every batch how far it is.
const { actor, intakeUrl, ...asked } = JSON.parse(process.argv[2] ?? "{}") as { actor: Actor; intakeUrl: string };
await searchVolume(actor, SearchVolume.parse(asked), { intakeUrl, onProgress: (done) => process.send?.(done) });
process.exit(0);
