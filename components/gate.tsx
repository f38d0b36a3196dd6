// The gate: nested arches and a lit door. The picture of the brand, drawn for dark ground.

/** Arches from the widest to the door. */
const arches = [0, 1, 2, 3, 4, 5].map((ring) => {
  const radius = 150 - ring * 24;
  return `M${160 - radius} 420V170a${radius} ${radius} 0 0 1 ${radius * 2} 0V420`;
});

export function Gate({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 320 420"
      fill="none"
      preserveAspectRatio="xMidYMax meet"
      className={className}
    >
      {arches.map((path, ring) => (
        <path key={path} d={path} stroke="var(--on-panel)" strokeOpacity={0.06 + ring * 0.04} />
      ))}
      <path d="M144 420V170a16 16 0 0 1 32 0V420z" fill="url(#gate-light)" />
      <defs>
        <linearGradient id="gate-light" x1="0" x2="0" y1="0" y2="1">
          <stop stopColor="var(--on-panel)" stopOpacity="0.8" />
          <stop offset="1" stopColor="var(--on-panel)" stopOpacity="0.06" />
        </linearGradient>
      </defs>
    </svg>
  );
}
