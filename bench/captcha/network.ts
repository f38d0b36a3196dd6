// The attacker who trains: a small network that has seen puzzles of ours with their answers. It is shown, for every
// place, what each solver makes of it, and learns which solver to believe when.

/** What one puzzle is to the network: a row of numbers for every place, and the place that is right. */
export interface Lesson {
  rows: Float32Array[];
  right: number;
}

export interface Network {
  /** How right each place looks. */
  judge(rows: Float32Array[]): Float32Array;
}

/** Units of the two layers between the numbers and the verdict. */
const units = [48, 24] as const;
/** Places so near to the right one that they are not shown as wrong ones. */
const near = 4;
/** Wrong places that are shown in a turn. */
const shown = 70;

/** Every solver's score at every place, compared with its scores elsewhere and with those nearby. */
export function rowsOf(maps: Record<string, Float32Array>): Float32Array[] {
  const series = Object.values(maps).flatMap((map) => {
    const mean = map.reduce((sum, value) => sum + value, 0) / map.length;
    const spread = Math.sqrt(map.reduce((sum, value) => sum + (value - mean) ** 2, 0) / map.length) || 1;
    const best = Math.max(...map);
    return [
      map.map((value) => (value - mean) / spread),
      map.map((value) => (value - best) / spread),
      // How far it stands out from its neighbourhood.
      map.map((value, i) => (value - Math.max(...map.subarray(Math.max(0, i - 15), i + 16))) / spread),
    ];
  });
  return Array.from({ length: series[0]?.length ?? 0 }, (_, place) =>
    Float32Array.from(series, (values) => values[place] as number),
  );
}

/** Trains on lessons, over and over: the right place of each is to look better than wrong ones (softmax, Adam). */
export function train(lessons: Lesson[], turns: number, random: () => number): Network {
  const width = lessons[0]?.rows[0]?.length ?? 0;
  const [first, second, last] = [
    layer(width, units[0], random),
    layer(units[0], units[1], random),
    layer(units[1], 1, random),
  ] as const;
  const forward = (row: Float32Array) => {
    const one = through(first, row, true);
    const two = through(second, one, true);
    return { one, two, verdict: through(last, two, false)[0] as number };
  };
  let step = 0;
  for (let turn = 0; turn < turns; turn++) {
    const rate = 0.003 * (1 - turn / turns) + 0.0002;
    for (const { rows, right } of shuffled(lessons, random)) {
      const places = [right, ...wrongPlaces(rows.length, right, random)];
      const passes = places.map((place) => forward(rows[place] as Float32Array));
      const shares = softmax(passes.map(({ verdict }) => verdict));
      places.forEach((place, i) => {
        const { one, two } = passes[i] as (typeof passes)[number];
        const wrong = Float32Array.of((shares[i] as number) - (i === 0 ? 1 : 0));
        const belowLast = backward(last, two, wrong, two);
        const belowSecond = backward(second, one, belowLast, one);
        backward(first, rows[place] as Float32Array, belowSecond);
      });
      step += 1;
      for (const each of [first, second, last]) learn(each, rate, step);
    }
  }
  return { judge: (rows) => Float32Array.from(rows, (row) => forward(row).verdict) };
}

interface Layer {
  inputs: number;
  outputs: number;
  /** Per output its weights, then its bias. */
  weights: Float32Array;
  slopes: Float32Array;
  /** What Adam remembers. */
  moments: Float32Array;
  squares: Float32Array;
}

function layer(inputs: number, outputs: number, random: () => number): Layer {
  const size = (inputs + 1) * outputs;
  const scale = Math.sqrt(6 / inputs);
  const blank = () => new Float32Array(size);
  const weights = blank().map((_, i) => (i % (inputs + 1) === inputs ? 0 : (random() * 2 - 1) * scale));
  return { inputs, outputs, weights, slopes: blank(), moments: blank(), squares: blank() };
}

function through({ inputs, outputs, weights }: Layer, row: Float32Array, bent: boolean): Float32Array {
  const values = new Float32Array(outputs);
  for (let o = 0, w = 0; o < outputs; o++, w++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++, w++) sum += (weights[w] as number) * (row[i] as number);
    sum += weights[w] as number;
    values[o] = bent && sum < 0 ? 0 : sum;
  }
  return values;
}

/** Adds up the slopes of the weights; returns what was wrong below, where the layer below let anything through. */
function backward(
  { inputs, outputs, weights, slopes }: Layer,
  row: Float32Array,
  wrong: Float32Array,
  open: Float32Array = row,
): Float32Array {
  const below = new Float32Array(inputs);
  for (let o = 0, w = 0; o < outputs; o++, w++) {
    const by = wrong[o] as number;
    for (let i = 0; i < inputs; i++, w++) {
      slopes[w] = (slopes[w] as number) + by * (row[i] as number);
      below[i] = (below[i] as number) + by * (weights[w] as number);
    }
    slopes[w] = (slopes[w] as number) + by;
  }
  return below.map((value, i) => ((open[i] as number) > 0 ? value : 0));
}

function learn({ weights, slopes, moments, squares }: Layer, rate: number, step: number): void {
  const [keep, keepSquares] = [0.9, 0.999];
  const pace = (rate * Math.sqrt(1 - keepSquares ** step)) / (1 - keep ** step);
  for (let w = 0; w < weights.length; w++) {
    const slope = (slopes[w] as number) + 0.0005 * (weights[w] as number);
    moments[w] = keep * (moments[w] as number) + (1 - keep) * slope;
    squares[w] = keepSquares * (squares[w] as number) + (1 - keepSquares) * slope * slope;
    weights[w] =
      (weights[w] as number) - (pace * (moments[w] as number)) / (Math.sqrt(squares[w] as number) + 1e-8);
  }
  slopes.fill(0);
}

function softmax(values: number[]): number[] {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function wrongPlaces(length: number, right: number, random: () => number): number[] {
  const places: number[] = [];
  while (places.length < shown) {
    const place = Math.floor(random() * length);
    if (Math.abs(place - right) > near) places.push(place);
  }
  return places;
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}
