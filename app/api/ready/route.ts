import { isReady } from "@/domain/reports/ready";

/** Ready to serve, or 503. Says no more: it is open to everybody. */
export async function GET() {
  const ready = await isReady();
  return Response.json({ status: ready ? "ready" : "not ready" }, { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
