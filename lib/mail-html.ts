// An e-mail with a code as HTML that mail programs agree on: tables, attributes and inline styles, no picture and no
// link. Everything else only makes it nicer where it is understood (caniemail.com): the mark, round corners, the dark.
import { direction, type Locale } from "@/messages/locales";
import { brand, type Colour, colours, fonts } from "./brand";
import { escapeHtml } from "./escape-html";

const { light, dark } = colours;

/** What `class` names and `style` colours, once more for the dark. */
const darkRules = (
  [
    ["canvas", "background-color", "canvas"],
    ["card", "background-color", "surface"],
    ["card", "border-color", "line"],
    ["ink", "color", "ink"],
    ["muted", "color", "muted"],
    ["brand", "color", "brand"],
    ["code", "background-color", "brand-soft"],
  ] satisfies [name: string, property: string, colour: Colour][]
).map(([name, property, colour]) => `.${name}{${property}:${dark[colour]}!important}`);

/** In an element of its own: Gmail drops an element with anything in it that Gmail does not know. */
export const mailStyle = `<style>:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${darkRules.join("")}}</style>`;

/** Word takes the first typeface of a list or, where it does not know it, Times. */
const wordStyle =
  "<!--[if mso]><style>td{font-family:Arial,sans-serif!important}td.code{font-family:Consolas,monospace!important}</style><![endif]-->";

/** Room after the preview of an inbox, so that it does not go on with the letter's first words. */
const previewEnd = "&#847;&zwnj;&nbsp;".repeat(60);

export interface CodeMail {
  subject: string;
  lead: string;
  code: string;
  expires: string;
  ignore: string;
}

export function mailHtml(locale: Locale, mail: CodeMail): string {
  const { subject, lead, code, expires, ignore } = mapped(mail, escapeHtml);
  const name = escapeHtml(brand.name);
  const dir = direction(locale);
  const side = dir === "rtl" ? "right" : "left";
  const faces = (fonts as Record<string, string>)[locale] ?? fonts.default;
  const font = `font-family:${faces.replaceAll('"', "'")}`;
  const row = (padding: string, style: string, look: string, content: string) =>
    `<tr><td align="${side}" class="${look}" style="padding:${padding};${font};${style};text-align:${side}">${content}</td></tr>`;

  return `<!doctype html>
<html lang="${locale}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<meta name="x-apple-disable-message-reformatting">
<title>${subject}</title>
${mailStyle}
${wordStyle}
</head>
<body class="canvas" bgcolor="${light.canvas}" style="margin:0;padding:0;background-color:${light.canvas};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;color:${light.canvas}">${expires}${previewEnd}</div>
<table role="presentation" class="canvas" dir="${dir}" lang="${locale}" width="100%" border="0" cellpadding="0" cellspacing="0" bgcolor="${light.canvas}" style="background-color:${light.canvas}"><tr><td align="center" style="padding:32px 12px">
<!--[if mso]><table role="presentation" width="480" border="0" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" class="card" width="100%" border="0" cellpadding="0" cellspacing="0" bgcolor="${light.surface}" style="max-width:480px;border-collapse:separate;background-color:${light.surface};border:1px solid ${light.line};border-radius:${brand.radius}">
${row("28px 28px 0", `font-size:18px;line-height:28px;font-weight:bold;color:${light.brand}`, "brand", `${mark}${name}`)}
${row("20px 28px 0", `font-size:16px;line-height:25px;color:${light.ink}`, "ink", lead)}
<tr><td style="padding:16px 28px 0"><table role="presentation" dir="ltr" width="100%" border="0" cellpadding="0" cellspacing="0"><tr><td align="center" class="code ink" bgcolor="${light["brand-soft"]}" style="padding:20px 8px 20px 14px;border-radius:12px;background-color:${light["brand-soft"]};color:${light.ink};font-family:Consolas,Menlo,'Courier New',monospace;font-size:34px;line-height:40px;font-weight:bold;letter-spacing:6px;text-align:center;white-space:nowrap;-webkit-user-select:all;user-select:all">${code}</td></tr></table></td></tr>
${row("16px 28px 0", `font-size:15px;line-height:24px;color:${light.ink}`, "ink", expires)}
${row("8px 28px 30px", `font-size:14px;line-height:22px;color:${light.muted}`, "muted", ignore)}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

/** Drawn in the letter, since nothing is loaded. Where drawings are taken out, the name stands alone; Word takes none. */
const mark = `<!--[if !mso]><!--><svg width="26" height="26" viewBox="0 0 32 32" fill="currentColor" aria-hidden="true" style="vertical-align:-5px"><path d="${brand.logo}"/></svg>&nbsp;<!--<![endif]-->`;

function mapped(mail: CodeMail, each: (text: string) => string): CodeMail {
  return Object.fromEntries(
    Object.entries(mail).map(([key, value]) => [key, each(value)]),
  ) as unknown as CodeMail;
}
