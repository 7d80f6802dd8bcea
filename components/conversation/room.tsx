"use client";

import { QueryBar } from "../search/query-bar";
import { ResultList } from "../search/result-list";
import { Panes } from "../ui/panes";
import { type Room, RoomContext, useVolumes } from "./context";

/** The query above, the results at left, what is opened beside them. A sheet of paper is a way out that no hold stops: nothing of it is printed. */
export function ConversationRoom({ room, children }: { readonly room: Room; readonly children: React.ReactNode }) {
  useVolumes();
  return (
    <RoomContext value={room}>
      <p className="hidden p-8 font-evidence text-lg print:block">
        Conversations are not printed from the screen. What leaves the reading room leaves by a production, numbered and hashed.
      </p>
      <div className="flex h-full min-h-0 flex-col print:hidden">
        <h1 className="sr-only">Conversations</h1>
        <QueryBar />
        <Panes name="results" label="Width of the results" first={<ResultList />} initial={400} least={280} most={720}>
          {children}
        </Panes>
      </div>
    </RoomContext>
  );
}
