// The face of the product: what a fork changes first, in one place. Pages read the colours as CSS variables, e-mails
// as plain values; `npm run brand` makes icons and the social picture of them. Sizes of type, space and motion that
// every page shares stand in app/globals.css.

import { escapeHtml } from "./escape-html";

export const brand = {
  name: "Firstgate",
  /** The mark, drawn with `currentColor` in a square of 32. */
  logo: "M5 28V15a11 11 0 0 1 22 0v13h-6V15a5 5 0 0 0-10 0v13z",
  /** Radius of cards; controls take a share of it. */
  radius: "20px",
} as const;

/** Every colour there is. brand.test.ts says which two of them are too alike to be read. */
export const colours = {
  light: {
    /** Behind everything. */
    canvas: "#f4f4f0",
    /** Cards and dialogs. */
    surface: "#ffffff",
    /** Quiet blocks and rails inside a surface. */
    sunken: "#f1f3f0",
    /** The chosen one of several inside a quiet block. */
    raised: "#ffffff",
    ink: "#141d1a",
    muted: "#56615c",
    /** Hairlines that only decorate. */
    line: "#e1e4e0",
    /** Outlines that show where a control is. */
    edge: "#7f8a85",
    brand: "#0b6b54",
    "brand-strong": "#085541",
    "on-brand": "#ffffff",
    "brand-soft": "#e2f1eb",
    danger: "#b3261e",
    "danger-soft": "#fdeeec",
    caution: "#8a5a00",
    "caution-soft": "#fdf3dc",
    panel: "#0a3a2f",
    "panel-deep": "#06231d",
    "on-panel": "#eaf6f1",
    "on-panel-muted": "#a9cdc0",
  },
  dark: {
    canvas: "#0c1110",
    surface: "#151b19",
    sunken: "#1d2522",
    raised: "#323d39",
    ink: "#edf2ef",
    muted: "#9dada6",
    line: "#28312e",
    edge: "#6b7a74",
    brand: "#4ecfa4",
    "brand-strong": "#7adfbd",
    "on-brand": "#04231a",
    "brand-soft": "#16332a",
    danger: "#ff9389",
    "danger-soft": "#3a1c1a",
    caution: "#f0c060",
    "caution-soft": "#342911",
    panel: "#0a2e26",
    "panel-deep": "#071a16",
    "on-panel": "#e4f3ed",
    "on-panel-muted": "#94bbad",
  },
} as const;

export type Colour = keyof typeof colours.light;

const latin = `ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans"`;

/** Typefaces that devices have. A script of its own names its faces first: one character has many national shapes. */
export const fonts = {
  default: `${latin},sans-serif`,
  "zh-Hans": `${latin},"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif`,
  "zh-Hant": `${latin},"PingFang TC","Microsoft JhengHei","Noto Sans CJK TC","Noto Sans TC",sans-serif`,
  ja: `${latin},"Hiragino Sans","Yu Gothic UI","Yu Gothic",Meiryo,"Noto Sans CJK JP","Noto Sans JP",sans-serif`,
  ko: `${latin},"Apple SD Gothic Neo","Malgun Gothic","Noto Sans CJK KR","Noto Sans KR",sans-serif`,
  ar: `${latin},"Geeza Pro",Tahoma,"Noto Sans Arabic",sans-serif`,
  hi: `${latin},"Kohinoor Devanagari","Nirmala UI",Mangal,"Noto Sans Devanagari",sans-serif`,
} as const;

const declarations = (set: Record<string, string>) =>
  Object.entries(set)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");

const { default: usual, ...own } = fonts;
const fontRules = Object.entries(own).map(([language, faces]) => `:lang(${language}){--font:${faces}}`);

/** The brand as CSS variables, for light and dark. */
export const brandCss = [
  `:root{color-scheme:light dark;--radius:${brand.radius};--font:${usual};${declarations(colours.light)}}`,
  `@media (prefers-color-scheme:dark){:root{${declarations(colours.dark)}}}`,
  ...fontRules,
].join("");

/** The mark on a tile of the brand's colour, as an SVG document: icons are made of it. */
export function tile({ size = 32, corner = 8, mark = 0.6 } = {}): string {
  const { brand: ground, "on-brand": ink } = colours.light;
  const edge = (32 * (1 - mark)) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 32 32"><title>${escapeHtml(brand.name)}</title><rect width="32" height="32" rx="${corner}" fill="${ground}"/><path transform="translate(${edge} ${edge}) scale(${mark})" fill="${ink}" d="${brand.logo}"/></svg>`;
}
