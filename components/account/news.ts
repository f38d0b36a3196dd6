// What the account page is to say of what has just happened on another page. Said once, in the same tab.
const key = "firstgate.news";

const all = ["created", "hadAccount", "passwordChanged"] as const;
export type News = (typeof all)[number];

export function leaveNews(news: News) {
  try {
    sessionStorage.setItem(key, news);
  } catch {}
}

export function takeNews(): News | undefined {
  try {
    const left = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return all.find((news) => news === left);
  } catch {
    return undefined;
  }
}
