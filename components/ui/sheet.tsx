// A native dialog over the page: the page behind is inert, Esc closes, and focus comes back. A sheet at the lower edge
// of phones, where a thumb reaches it.
"use client";
import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import { CloseIcon } from "./icons";

/** Opens a dialog when it is drawn; closing it before it goes hands focus back to where it was. */
function open(dialog: HTMLDialogElement | null) {
  if (!dialog) return;
  dialog.showModal();
  return () => dialog.close();
}

export function Sheet({
  title,
  closeLabel,
  onClose,
  className,
  children,
}: {
  title: string;
  closeLabel: string;
  onClose: () => void;
  /** Its width, where the window is wider than a phone. */
  className: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <dialog
      ref={open}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className={classes(
        "m-auto w-full max-w-none bg-transparent p-0 text-ink max-sm:mb-0 open:animate-sheet",
        className,
      )}
    >
      <div className="relative rounded-card bg-surface p-5 shadow-card ring-1 ring-line forced-colors:border max-sm:rounded-b-none max-sm:pb-[max(1.25rem,env(safe-area-inset-bottom))] sm:p-6">
        <h2 id={id} className="mb-4 pe-10 font-semibold text-lg leading-8 tracking-tight">
          {title}
        </h2>
        {children}
        {/* Last in order, so that what the dialog is for is the first stop of the keyboard. */}
        <button
          type="button"
          aria-label={closeLabel}
          onClick={onClose}
          className="absolute end-3 top-3.5 flex sm:top-4.5 size-11 items-center justify-center rounded-full text-muted transition hover:bg-sunken hover:text-ink"
        >
          <CloseIcon className="size-5" />
        </button>
      </div>
    </dialog>
  );
}
