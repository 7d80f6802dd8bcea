"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { createContext, useContext } from "react";
import type { Action } from "@/domain/access/permissions";
import type { QuerySettings } from "@/domain/search/parse";
import type { Volume } from "@/domain/volumes/schema";
import { ask, type Refusal } from "../ask";

export type Room = {
  readonly tiers: readonly string[];
  readonly legends: readonly string[];
  readonly actions: readonly Action[];
  /** What the reader's side may do about a designation: the producing side sets it, the other challenges it. */
  readonly designates: "set" | "challenge" | null;
  /** Whether the reader may lift what the detector covered: counsel of the side that produced it. */
  readonly lifts: boolean;
  /** What binds tighter in a query, by the order. */
  readonly queryPrecedence: QuerySettings["queryPrecedence"];
  /** The smallest class of metadata that the order lets anybody be told. */
  readonly metadataMinimum: number;
  /** The reader's e-mail address: the name that the log has for them. */
  readonly person: string;
};

export const RoomContext = createContext<Room>({
  tiers: [],
  legends: [],
  actions: [],
  designates: null,
  lifts: false,
  queryPrecedence: "dtsearch",
  metadataMinimum: 1,
  person: "",
});

/** What the order calls its tiers, who reads, and what they may do. */
export function useRoom(): Room {
  return useContext(RoomContext);
}

/** The control number of the conversation that is open, from the address; null when none is. */
export function useOpenId(): string | null {
  const [, , id] = usePathname().split("/");
  return id ? decodeURIComponent(id) : null;
}

/** The volumes of the matter by control prefix: how much of a conversation may be asked for is known before asking, so that nobody is refused for nothing. */
export function useVolumes() {
  return useQuery<ReadonlyMap<string, Volume>, Refusal>({
    queryKey: ["volumes"],
    queryFn: async ({ signal }) => {
      const { items } = await ask<{ items: Volume[] }>("/api/volumes?limit=200", { signal });
      return new Map(items.map((volume) => [volume.controlPrefix, volume]));
    },
  });
}

/** Whether a volume of the matter has the place of another: what that one held is left out of searches, unless it is asked for too. */
export function useHasSuperseded(): boolean {
  return [...(useVolumes().data?.values() ?? [])].some(({ state, superseded }) => state === "sealed" && superseded > 0);
}
