// Speaks to /api/v1 as the person who is logged in.

const csrf = document.querySelector('meta[name="_csrf"]');

/** The anti-forgery header, for whoever sends requests by itself. */
export function csrfHeaders() {
  return csrf ? { [csrf.dataset.header]: csrf.content } : {};
}

/** A refusal, with the words that the server chose. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || `The server answered ${status}.`);
    this.status = status;
    this.field = problem?.field ?? "";
  }
}

/** Answers the parsed body; throws Refused. */
export async function api(path, { method = "GET", body, key } = {}) {
  const headers = { Accept: "application/json", ...(method === "GET" ? {} : csrfHeaders()) };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const response = await fetch(path, {
    method, headers, credentials: "same-origin", body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.redirected && new URL(response.url).pathname === "/login" || response.status === 401) {
    location.assign("/login");
    return new Promise(() => {});
  }
  const text = await response.text();
  const parsed = text && /json/.test(response.headers.get("Content-Type") ?? "") ? JSON.parse(text) : null;
  if (!response.ok) throw new Refused(response.status, parsed);
  return parsed;
}
