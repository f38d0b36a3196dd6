// A calm line over the page while it is offline or an answer takes long. It floats, so that nothing is moved by it.
"use client";
import type { Translate } from "@/messages/translator";
import { InfoIcon } from "./ui/icons";
import { Spinner } from "./ui/spinner";
import { useConnection } from "./use-connection";

/** Once per page, and once in each dialog: what is behind an open dialog is neither seen nor heard. */
export function ConnectionNotice({ t }: { t: Translate }) {
  const connection = useConnection();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 top-[max(0.75rem,env(safe-area-inset-top))] z-50 flex justify-center"
    >
      {connection !== "usual" && (
        // Drawn anew for other words, so that it does not count as moved.
        <p
          key={connection}
          className="flex max-w-md animate-arrive items-start gap-2.5 rounded-control bg-ink px-4 py-2.5 text-sm text-surface leading-5 shadow-card forced-colors:border"
        >
          {connection === "slow" ? (
            <Spinner className="size-5 shrink-0" />
          ) : (
            <InfoIcon className="size-5 shrink-0" />
          )}
          {t(`connection.${connection}`)}
        </p>
      )}
    </div>
  );
}
