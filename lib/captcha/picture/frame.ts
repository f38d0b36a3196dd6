// The sizes of a puzzle picture. Layout, path and answer speak picture pixels; the encoded images are denser.

/** The picture, in picture pixels. */
export const WIDTH = 320;
export const HEIGHT = 180;

/** Side of the square that holds the piece, its rim and its soft shadow, in picture pixels. */
export const PIECE = 60;

/**
 * Encoded pixels per picture pixel. Crisp on a phone at about 25 kB for both images; twice as dense was
 * measured at 42 kB and twice the time, for a difference few people could name.
 */
export const DENSITY = 1.5;
