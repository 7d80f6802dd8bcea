import Link from "next/link";

export default function NotFoundPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-[60ch] content-center gap-3 p-8">
      <h1 className="font-evidence text-2xl font-semibold">Nothing here</h1>
      <p className="text-base text-ink-soft">There is nothing here by that name that you may see.</p>
      <p>
        <Link href="/" prefetch={false} className="text-accent underline">
          Back to the reading room
        </Link>
      </p>
    </main>
  );
}
