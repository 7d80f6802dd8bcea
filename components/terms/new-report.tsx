"use client";

import { useRouter } from "next/navigation";
import { Button } from "../ui/button";
import { useKeys } from "../ui/use-keys";

/** Leads to the page where a report is made. */
export function NewReport() {
  const router = useRouter();
  const go = () => router.push("/terms/new");
  useKeys([["N", go]]);
  return (
    <Button look="primary" shortcut="N" onClick={go}>
      New report
    </Button>
  );
}
