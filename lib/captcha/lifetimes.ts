// How long what a captcha gives is good for, in seconds. Product decisions.

/** Long enough to think, short enough that a farm cannot stock up. */
export const puzzleLifetimeSeconds = 120;
export const captchaTokenLifetimeSeconds = 180;
