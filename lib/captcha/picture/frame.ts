// The sizes of a puzzle picture. Layout, path and answer speak picture pixels; the encoded images are denser.

/** The picture, in picture pixels. */
export const WIDTH = 320;
export const HEIGHT = 200;

/** Side of the square that holds the piece, its rim and its soft shadow, in picture pixels. */
export const PIECE = 60;

/** Encoded pixels per picture pixel: crisp enough on a phone, and a puzzle stays within 5 ms and 40 kB. */
export const DENSITY = 1.25;

/** How much wider than the piece a hole is, all round: no pixel of the piece meets one of its surroundings. */
export const GAP = 2;
