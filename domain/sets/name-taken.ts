import { DomainError } from "@/lib/errors";

export function nameTaken(name: string) {
  return new DomainError("conflict", `Your side has a set named “${name}” already.`);
}
