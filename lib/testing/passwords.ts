// Passwords at no cost, for tests that are not about argon2; and how often one was compared.
import type { Passwords } from "../ports";

export function cheapPasswords() {
  const work = { compared: 0 };
  return {
    work,
    substitutes: {
      passwords: (real: Passwords): Passwords => ({
        ...real,
        hash: async (password) => `cheap ${password} ${Math.random()}`,
        async verify(password, hash) {
          work.compared += 1;
          return hash?.startsWith(`cheap ${password} `) ?? false;
        },
      }),
    },
  };
}
