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

/** Numbers, with what people put between the digits of one number: a space, a full stop, any dash. */
const numbers = /\d+(?:(?:[^\S\n]|[._・\p{Pd}])\d+)*/gu;

/**
 * The code in "Your code is 123 456", which other numbers may surround. Looked for in this order:
 * 1. the line that a browser would read (WebOTP): "@example.com #123456";
 * 2. a run of as many digits as a code has, with no other number joined to it;
 * 3. groups, "123-456", that make a code together: a date or a phone number makes more;
 * 4. such a run or such groups beside other numbers: "© 2026 123456";
 * 5. else the first digits there are: a code that is still being typed.
 */
export function findCode(text: string, length: number): string {
  const plain = asciiDigits(text);
  const bound = new RegExp(`^@\\S+ #(\\d{${length}})\\s*$`, "m").exec(plain)?.[1];
  const groups = (plain.match(numbers) ?? []).map((number) => number.match(/\d+/g) ?? []);
  return (
    bound ??
    groups.find(([first, ...more]) => first?.length === length && more.length === 0)?.[0] ??
    groups.map((each) => each.join("")).find((digits) => digits.length === length) ??
    groups.flat().find((digits) => digits.length === length) ??
    groups.map((each) => alikeIn(each, length)).find(Boolean) ??
    groups.flat().join("").slice(0, length)
  );
}

/** Groups of one size that stand side by side and make a code: the "123 456" of "123 456 5". */
function alikeIn(groups: readonly string[], length: number): string | undefined {
  for (let from = 0; from < groups.length; from++) {
    const size = groups[from]?.length ?? length;
    const alike = groups.slice(from, from + length / size);
    if (size > 1 && alike.every((group) => group.length === size) && alike.join("").length === length) {
      return alike.join("");
    }
  }
  return undefined;
}
