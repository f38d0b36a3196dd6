// The brand's side of the door, shown beside a form where there is room: name, gate, one sentence.
import type { Translate } from "@/messages/translator";
import { Logo } from "./logo";

/** Nested arches, from the widest to the door. */
const arches = [0, 1, 2, 3, 4, 5].map((ring) => {
  const radius = 150 - ring * 24;
  return `M${160 - radius} 420V${170}a${radius} ${radius} 0 0 1 ${radius * 2} 0V420`;
});

export function BrandPanel({ t }: { t: Translate }) {
  return (
    <div className="relative isolate flex h-full flex-col gap-[12vh] overflow-hidden rounded-card bg-panel bg-linear-160 from-panel to-panel-deep p-10 text-on-panel xl:p-12">
      <Logo />
      <svg
        aria-hidden="true"
        viewBox="0 0 320 420"
        fill="none"
        className="absolute inset-x-0 bottom-0 -z-10 mx-auto h-[58%] w-full"
        preserveAspectRatio="xMidYMax meet"
      >
        {arches.map((path, ring) => (
          <path
            key={path}
            d={path}
            stroke="var(--on-panel)"
            strokeOpacity={0.05 + ring * 0.035}
            strokeWidth="1"
          />
        ))}
        <path d="M144 420V170a16 16 0 0 1 32 0V420z" fill="url(#light)" />
        <path d="M144 420h32l70 0H74z" fill="url(#light)" opacity="0.4" />
        <defs>
          <linearGradient id="light" x1="0" x2="0" y1="0" y2="1">
            <stop stopColor="var(--on-panel)" stopOpacity="0.75" />
            <stop offset="1" stopColor="var(--on-panel)" stopOpacity="0.05" />
          </linearGradient>
        </defs>
      </svg>
      <div className="flex max-w-md flex-col gap-3">
        <p className="text-balance font-semibold text-3xl leading-tight tracking-tight xl:text-4xl">
          {t("panel.title")}
        </p>
        <p className="text-on-panel-muted leading-relaxed">{t("panel.text")}</p>
      </div>
    </div>
  );
}
