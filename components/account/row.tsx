// One fact about the account, and the button that changes it.
import type { ReactNode } from "react";

export function Row({ label, children, action }: { label: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col py-2.5">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="flex min-h-11 items-center justify-between gap-4">
        <span className="wrap-anywhere min-w-0 font-medium">
          <bdi>{children}</bdi>
        </span>
        {action}
      </dd>
    </div>
  );
}
