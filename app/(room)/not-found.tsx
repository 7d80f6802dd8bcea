import Link from "next/link";

/** What does not exist and what one may not see: the same page, inside the frame, so that the way on stays in sight. */
export default function NotFoundInRoom() {
  return (
    <div className="mx-auto grid h-full max-w-[60ch] content-center gap-3 p-8">
      <h1 className="font-evidence text-2xl font-semibold">Nothing here</h1>
      <p className="text-base text-ink-soft">There is nothing here by that name that you may see.</p>
      <p>
        <Link href="/" prefetch={false} className="text-accent underline">
          Back to your own work
        </Link>
      </p>
    </div>
  );
}
