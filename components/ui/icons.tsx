// The few icons of the pages, drawn on a grid of 20 with currentColor. Always decoration beside words or labels.
import type { SVGProps } from "react";

type IconProps = SVGProps<SVGSVGElement>;

function Icon(props: IconProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...props}
    />
  );
}

export const AlertIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="10" r="7.5" />
    <path d="M10 6.25v4.25M10 13.6v.15" />
  </Icon>
);

export const InfoIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="10" r="7.5" />
    <path d="M10 9.25v4.5M10 6.4v-.15" />
  </Icon>
);

export const GlobeIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="10" r="7.5" />
    <path d="M2.5 10h15M10 2.5c2.2 2.2 3.2 4.7 3.2 7.5s-1 5.3-3.2 7.5c-2.2-2.2-3.2-4.7-3.2-7.5s1-5.3 3.2-7.5" />
  </Icon>
);

export const CheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m4.5 10.5 3.75 3.75L15.5 6.5" />
  </Icon>
);

export const ShieldIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 2.5 16.25 5v4.5c0 3.9-2.6 6.8-6.25 8-3.65-1.2-6.25-4.1-6.25-8V5Z" />
  </Icon>
);

export const ShieldCheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 2.5 16.25 5v4.5c0 3.9-2.6 6.8-6.25 8-3.65-1.2-6.25-4.1-6.25-8V5Zm-2.75 7.4 2 2 3.5-3.8" />
  </Icon>
);

/** Points onward; turned round in right-to-left pages. */
export const ArrowIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 10h12m-4.5-4.5L16 10l-4.5 4.5" />
  </Icon>
);

export const ChevronIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m5.5 8 4.5 4.5L14.5 8" />
  </Icon>
);

export const ReloadIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M16.2 8.5A6.5 6.5 0 1 0 16 12.6M16.5 4.5v4h-4" />
  </Icon>
);

export const CloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m5.5 5.5 9 9m0-9-9 9" />
  </Icon>
);

export const MailIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.75" y="4.5" width="14.5" height="11" rx="2" />
    <path d="m3.25 6 6.75 5 6.75-5" />
  </Icon>
);

export const PhoneIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="5.75" y="2.5" width="8.5" height="15" rx="2" />
    <path d="M9 14.75h2" />
  </Icon>
);

export const PuzzleIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 6.5h3.2a2.3 2.3 0 1 1 4.2 0h3.1a1 1 0 0 1 1 1v2.4a2.3 2.3 0 1 1 0 4.2v2.4a1 1 0 0 1-1 1H3.5a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Z" />
  </Icon>
);

export const EyeIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.25 10S5 4.75 10 4.75 17.75 10 17.75 10 15 15.25 10 15.25 2.25 10 2.25 10Z" />
    <circle cx="10" cy="10" r="2.25" />
  </Icon>
);

export const EyeOffIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4.6 6.3C3 7.7 2.25 10 2.25 10S5 15.25 10 15.25c1.3 0 2.4-.35 3.35-.85M8.2 4.95A6.6 6.6 0 0 1 10 4.75c5 0 7.75 5.25 7.75 5.25a10 10 0 0 1-1.7 2.3M3.5 3.5l13 13" />
  </Icon>
);

export const CopyIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="7" y="7" width="9.5" height="9.5" rx="2" />
    <path d="M13 7V5.5a2 2 0 0 0-2-2H5.5a2 2 0 0 0-2 2V11a2 2 0 0 0 2 2H7" />
  </Icon>
);
