// Percentiles by nearest rank: a value that was measured, never one between two, and never a smaller one.

/** @param {number[]} values in any order @param {number} share from 0 to 1 @returns {number} NaN of nothing */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1] ?? Number.NaN;
}

/** @param {number[]} values @returns {number} */
export const median = (values) => percentile(values, 0.5);
