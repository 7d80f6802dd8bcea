"use client";

import { Copying } from "../leaving/copying";
import { QueryBar } from "../search/query-bar";
import { ResultList } from "../search/result-list";
import { Panes } from "../ui/panes";
import { type Room, RoomContext, useOpenId, useVolumes } from "./context";

/** The query above, the results at left, what is opened beside them. Paper is a way out: this page itself is not printed, only turns that were asked for. */
export function ConversationRoom({ room, children }: { readonly room: Room; readonly children: React.ReactNode }) {
  useVolumes();
  const open = useOpenId();
  return (
    <RoomContext value={room}>
      <p className="hidden p-8 font-evidence text-lg print:block">
        This page is not printed. Who may take something out prints turns with “Print” above them, which asks for holds, writes an entry in
        the log and marks every sheet.
      </p>
      <div className="flex h-full min-h-0 flex-col print:hidden">
        <Copying />
        <h1 className="sr-only">Conversations</h1>
        <QueryBar />
        <Panes
          name="results"
          label="Width of the results"
          first={<ResultList />}
          initial={400}
          least={280}
          most={720}
          narrow={open ? "second" : "first"}
        >
          {children}
        </Panes>
      </div>
    </RoomContext>
  );
}
