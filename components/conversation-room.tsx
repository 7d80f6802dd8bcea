"use client";

import { usePathname } from "next/navigation";
import { createContext, useContext } from "react";
import type { Action } from "@/domain/access/permissions";
import { QueryBar } from "./query-bar";
import { ResultList } from "./result-list";
import { Panes } from "./ui/panes";

export type Room = { readonly tiers: readonly string[]; readonly actions: readonly Action[] };

const RoomContext = createContext<Room>({ tiers: [], actions: [] });

/** What the order calls its tiers, and what the reader may do. */
export function useRoom(): Room {
  return useContext(RoomContext);
}

/** The query above, the results at left, what is opened beside them. */
export function ConversationRoom({ room, children }: { readonly room: Room; readonly children: React.ReactNode }) {
  return (
    <RoomContext value={room}>
      <div className="flex h-full min-h-0 flex-col">
        <h1 className="sr-only">Conversations</h1>
        <QueryBar />
        <Panes name="results" label="Width of the results" first={<ResultList />} initial={400} least={280} most={720}>
          {children}
        </Panes>
      </div>
    </RoomContext>
  );
}

/** The control number of the conversation that is open, from the address; null when none is. */
export function useOpenId(): string | null {
  const [, , id] = usePathname().split("/");
  return id ? decodeURIComponent(id) : null;
}
