import type { Permit } from "@/domain/access/permit";
import { IntakeReport } from "@/domain/intake/schema";
import type { Tx } from "@/lib/db";
import type { Volume, VolumeDetail } from "./schema";

type Row = Awaited<ReturnType<typeof rows>>[number];

export async function listVolumeRows(tx: Tx, permit: Permit<"volume:read">): Promise<Volume[]> {
  return (await rows(tx, permit)).map(volumeOf);
}

export async function findVolumeRow(tx: Tx, permit: Permit<"volume:read">, id: string): Promise<VolumeDetail | null> {
  const all = await rows(tx, permit);
  const row = all.find((one) => String(one.id) === id) ?? all.find(({ name }) => name === id);
  if (!row) return null;
  const report = IntakeReport.safeParse(row.report);
  return { ...volumeOf(row), frame: (row.frame as VolumeDetail["frame"]) ?? null, intakeReport: report.success ? report.data : null };
}

// Row-level security gives the volumes of the actor's matter; what is not sealed yet is the host's affair.
function rows(tx: Tx, { actor }: Permit<"volume:read">) {
  return tx.volume.findMany({ where: actor.side === "host" ? {} : { state: "sealed" }, orderBy: { id: "asc" } });
}

function volumeOf(row: Row): Volume {
  const number = (n: number) => `${row.controlPrefix}-${String(n).padStart(9, "0")}`;
  return {
    id: String(row.id),
    name: row.name,
    controlPrefix: row.controlPrefix,
    state: row.state === "sealed" ? "sealed" : "loading",
    disclosure: row.disclosure,
    tier: row.tier,
    source: row.source,
    deidVersion: row.deidVersion,
    conversations: row.size,
    firstControlNumber: row.size > 0 ? number(1) : null,
    lastControlNumber: row.size > 0 ? number(row.size) : null,
    createdAt: row.createdAt.toISOString(),
    sealedAt: row.sealedAt?.toISOString() ?? null,
  };
}
