import { pageActor } from "@/app/actor";
import { Answers } from "@/components/answers";
import { Frame } from "@/components/frame";
import { readMe } from "@/domain/people/me";

/** Every page behind the door. Each page asks for its actor again: a layout is not rendered anew when one moves between pages. */
export default async function RoomLayout({ children }: { children: React.ReactNode }) {
  const me = await readMe(await pageActor());
  return (
    <Frame me={me} hold={null}>
      <Answers>{children}</Answers>
    </Frame>
  );
}
