// Digits as people type and paste them: full-width, Arabic-Indic and others become ASCII.

/** The zero of each script whose digits a keyboard is likely to write. */
const zeros = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
  0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/** The same text, with the digits of other scripts and the full-width plus sign in ASCII. */
export function asciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (sign) => {
    const point = sign.charCodeAt(0);
    const zero = zeros.find((first) => point >= first && point < first + 10);
    if (zero !== undefined) return String(point - zero);
    return sign === "＋" ? "+" : sign;
  });
}

/** The code in "Your code is 123 456": a run of exactly `length` digits, else the first digits there are. */
export function findCode(text: string, length: number): string {
  const plain = asciiDigits(text);
  const run = new RegExp(`(?<!\\d)\\d(?:[\\s-]?\\d){${length - 1}}(?!\\d)`).exec(plain);
  return (run?.[0] ?? plain).replace(/\D/g, "").slice(0, length);
}
