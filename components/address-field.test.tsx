// The address field: e-mail, and phone numbers in any spelling.
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { type AddressDraft, AddressField } from "./address-field";
import { guessCountry } from "./countries";
import { toDraft, toE164 } from "./phone-numbers";
import { t } from "./testing/texts";

const countries = ["US", "GB", "DE", "CN"];

function Example({ country = "US" }: { country?: string }) {
  const [draft, setDraft] = useState<AddressDraft>({ email: "", phone: { country, national: "" } });
  return (
    <>
      <AddressField t={t} channel="sms" value={draft} onChange={setDraft} countries={countries} />
      <output>{toE164(draft.phone) ?? "none"}</output>
    </>
  );
}

async function draw(country?: string) {
  render(<Example country={country} />);
  // The rules of numbers arrive late.
  await screen.findByRole("option", { name: "United States (+1)" });
  return {
    number: screen.getByLabelText<HTMLInputElement>("Phone number"),
    country: screen.getByLabelText<HTMLSelectElement>("Country"),
    e164: screen.getByRole("status"),
  };
}

it("writes a number the way its country does, while it is typed", async () => {
  const { number, e164 } = await draw();

  await userEvent.type(number, "4155550132");

  expect(number).toHaveValue("(415) 555-0132");
  expect(e164).toHaveTextContent("+14155550132");
});

it.each([
  ["+44 7700 900123", "GB", "07700 900123", "+447700900123"],
  ["0044 (7700) 900-123", "GB", "07700 900123", "+447700900123"],
  ["+86 138 0013 8000", "CN", "138 0013 8000", "+8613800138000"],
  ["٠٠٤٤ ٧٧٠٠ ٩٠٠١٢٣", "GB", "07700 900123", "+447700900123"],
  ["\u202a+44 7700 900123\u202c", "GB", "07700 900123", "+447700900123"],
  ["tel:+447700900123", "GB", "07700 900123", "+447700900123"],
  ["(+44) 7700 900123", "GB", "07700 900123", "+447700900123"],
  ["+44 (0)7700 900123", "GB", "07700 900123", "+447700900123"],
  ["＋４９ １５１２ ３４５６７８９", "DE", "01512 3456789", "+4915123456789"],
])("switches the country when %s is pasted", async (pasted, home, national, e164) => {
  const drawn = await draw();

  await userEvent.click(drawn.number);
  await userEvent.paste(pasted);

  expect(drawn.country).toHaveValue(home);
  expect(drawn.number).toHaveValue(national);
  expect(drawn.e164).toHaveTextContent(e164);
});

it("writes a number typed with its country code at home when the field is left", async () => {
  const { number, country } = await draw();

  await userEvent.type(number, "+447700900123");
  expect(country).toHaveValue("GB");
  await userEvent.tab();

  expect(number).toHaveValue("07700 900123");
});

it("keeps a number of a country that is not served as it was pasted", async () => {
  const { number, country, e164 } = await draw();

  await userEvent.click(number);
  await userEvent.paste("+33 6 12 34 56 78");

  expect(country).toHaveValue("US");
  expect(number).toHaveValue("+33 6 12 34 56 78");
  expect(e164).toHaveTextContent("+33612345678");
});

it("leaves the caret behind the digit that was typed in the middle", async () => {
  const { number } = await draw();
  await userEvent.type(number, "415555132");

  number.setSelectionRange(6, 6);
  await userEvent.keyboard("9");

  expect(number).toHaveValue("(415) 955-5132");
  expect(number.selectionStart).toBe(7);
});

it("offers countries by name, in the order of the language", async () => {
  const { country } = await draw();

  expect([...country.options].map((option) => option.text)).toEqual([
    "China (+86)",
    "Germany (+49)",
    "United Kingdom (+44)",
    "United States (+1)",
  ]);
});

it("brings a remembered number back in the spelling of its country", () => {
  expect(toDraft("+447700900123", countries)).toEqual({ country: "GB", national: "07700 900123" });
});

it("guesses the country from the languages, else takes the first that is served", () => {
  expect(guessCountry(["en-GB", "de"], countries)).toBe("GB");
  expect(guessCountry(["de"], countries)).toBe("DE");
  expect(guessCountry(["not a language", "fr"], countries)).toBe("US");
});

it("asks for an e-mail address with the keyboard and the memory for it", async () => {
  render(
    <AddressField
      t={t}
      channel="email"
      value={{ email: "jane@example.com", phone: { country: "", national: "" } }}
      onChange={() => undefined}
      countries={countries}
      error="Not yet."
    />,
  );
  const field = screen.getByLabelText("Email address");

  await waitFor(() => expect(field).toHaveAccessibleDescription("Not yet."));
  expect(field).toBeInvalid();
  expect(field).toHaveAttribute("autocomplete", "email");
  expect(field).toHaveAttribute("inputmode", "email");
});

function Email() {
  const [draft, setDraft] = useState<AddressDraft>({ email: "", phone: { country: "", national: "" } });
  return <AddressField t={t} channel="email" value={draft} onChange={setDraft} countries={countries} />;
}

it("asks about a slip, without leaving the field, and takes the answer with one click", async () => {
  render(<Email />);
  const field = screen.getByLabelText("Email address");
  await userEvent.type(field, "ada@gmial.con");

  const accept = await screen.findByRole("button", { name: "Use ada@gmail.com" });
  expect(screen.getByRole("status")).toHaveTextContent("Did you mean ada@gmail.com?");
  await userEvent.click(accept);

  expect(field).toHaveValue("ada@gmail.com");
  expect(field).toHaveFocus();
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});

it("forgets its question when the person goes on typing", async () => {
  render(<Email />);
  const field = screen.getByLabelText("Email address");
  await userEvent.type(field, "ada@gmail.co");
  await screen.findByRole("button", { name: "Use ada@gmail.com" });

  await userEvent.type(field, "mpany.example");

  expect(screen.queryByRole("button")).not.toBeInTheDocument();
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("tidies an e-mail address when the field is left", async () => {
  render(<Email />);
  const field = screen.getByLabelText("Email address");
  await userEvent.type(field, "Ada＠example。com,");
  await userEvent.tab();

  await waitFor(() => expect(field).toHaveValue("Ada@example.com"));
});
