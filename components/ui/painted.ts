// Lets a press be answered on the screen before what it starts keeps the processor busy.

/** Resolves when what was drawn last is on the screen; in a tab that nobody sees, soon. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });
}
