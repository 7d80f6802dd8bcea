import Link from "next/link";
import type { AsOf } from "@/domain/oversight/schema";
import { counted } from "../ui/numbers";
import { momentOf } from "../ui/when";

/** Up to where the log was counted, so that anybody with an export can count the same. */
export function AsOfLine({ asOf: { size, at } }: { readonly asOf: AsOf }) {
  return (
    <p className="text-xs text-ink-faint">
      {at === null
        ? "The log has no leaf yet: nothing can be counted before the sequencer has begun."
        : `Counted over the first ${counted(size, "leaf", "leaves")} of the log, the last written ${momentOf(at)}. `}
      {at !== null && (
        <>
          What came since is in{" "}
          <Link href="/console/live" prefetch={false} className="underline">
            what happens now
          </Link>
          .
        </>
      )}
    </p>
  );
}
