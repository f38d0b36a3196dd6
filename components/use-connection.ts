// Whether the browser is offline, has just come back, or waits unusually long for an answer.
import { useEffect, useState, useSyncExternalStore } from "react";
import { commands } from "@/lib/connection";

/** Milliseconds after which a command takes longer than usual. */
const patience = 4000;
/** Milliseconds for which it is news that the connection is back. */
const news = 4000;

export type Connection = "usual" | "slow" | "offline" | "online";

/** "online": it was offline a moment ago. */
export function useConnection(): Connection {
  const offline = useSyncExternalStore(
    watchBrowser,
    () => navigator.onLine === false,
    () => false,
  );
  const underway = useSyncExternalStore(commands.watch, commands.areUnderway, () => false);
  const slow = useHeldFor(underway && !offline, patience);
  const [wasOffline, setWasOffline] = useState(false);
  if (offline && !wasOffline) setWasOffline(true);

  useEffect(() => {
    if (offline || !wasOffline) return;
    const timer = setTimeout(() => setWasOffline(false), news);
    return () => clearTimeout(timer);
  }, [offline, wasOffline]);

  if (offline) return "offline";
  if (slow) return "slow";
  return wasOffline ? "online" : "usual";
}

/** Whether something has been true for some milliseconds. */
function useHeldFor(holds: boolean, milliseconds: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!holds) return;
    const timer = setTimeout(() => setHeld(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setHeld(false);
    };
  }, [holds, milliseconds]);
  return held;
}

function watchBrowser(changed: () => void) {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}
