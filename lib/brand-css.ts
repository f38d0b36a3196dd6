// The brand as CSS variables. Apart from lib/brand.ts, so that browsers do not get it once more as a script.
import { brand, colours, fonts } from "./brand";

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
