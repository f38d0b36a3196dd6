// Something is on its way and nothing can be shown before it is here.
import { Spinner } from "./spinner";

export function Loading({ children }: { children: string }) {
  return (
    <p role="status" className="flex min-h-80 items-center justify-center gap-3 text-muted">
      <Spinner />
      {children}
    </p>
  );
}
