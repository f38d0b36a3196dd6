// Runs once, before the server answers: a wrong setting stops it here, by name.
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") await import("./lib/boot");
}
