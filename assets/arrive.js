// The next page is asked for with the press of a link, and the last one stays until the next is here: it is drawn once,
// with what it shows. What takes longer than HOLD is not waited for, and the page comes as Reflex brings it: empty, then
// filled. Without this file, or if Reflex or its router keep these things elsewhere, every page does.
import { alive } from "/portal.js";

const HOLD = 100;
/** So long a page that somebody goes back to may take, to be scrolled to where they were. */
const RETURN = 2000;
const { arrives } = document.querySelector("script[data-arrives]").dataset;
const mark = () => document.querySelector("[data-language]")?.dataset;

/** The page at this address, as Reflex itself says where a page is. */
function placeOf({ pathname, search, hash }, params) {
  const query = { ...Object.fromEntries(new URLSearchParams(search)), ...params };
  return { pathname, asPath: pathname + search + hash, query };
}

function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What a route takes from an address, or nothing where it does not fit. */
function fitted(route, pathname) {
  const [parts, given] = [route, pathname].map((one) => one.split("/").filter(Boolean));
  if (parts.length !== given.length) return null;
  const params = {};
  for (const [at, part] of parts.entries()) {
    if (part.startsWith(":")) params[part.slice(1)] = plain(given[at]);
    else if (part !== given[at]) return null;
  }
  return params;
}

const routesBelow = (routes, above = "") =>
  routes.flatMap(({ path = "", children }) => (children ? routesBelow(children, `${above}/${path}`) : [`${above}/${path}`]));

/** The server has read what the page at this address shows, or it takes too long. */
function read(pathname, patience = HOLD) {
  return new Promise((done) => {
    const watcher = new MutationObserver(() => mark()?.read === pathname && end());
    const timer = setTimeout(end, patience);
    function end() {
      watcher.disconnect();
      clearTimeout(timer);
      done();
    }
    watcher.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-read"] });
  });
}

function turnPages(router, loop) {
  const routes = routesBelow(router.routes);
  const go = router.navigate.bind(router);
  const scrolled = new Map();
  let asked = "";
  let turns = 0;

  const ask = (place) => loop.addEvents([{ name: arrives, router_data: place }]);

  router.navigate = async (to, options) => {
    const address = typeof to === "string" && to.startsWith("/") ? new URL(to, location.origin) : location;
    if (address.pathname === location.pathname) return go(to, options);
    const fit = routes.map((route) => fitted(route, address.pathname)).filter(Boolean);
    // where two fit, the one that says more
    const [params] = fit.sort((one, other) => Object.keys(one).length - Object.keys(other).length);
    const place = placeOf(address, params);
    // pressed twice: it is on its way
    if (place.asPath === asked) return undefined;
    const turn = ++turns;
    if (!params) return go(to, options);
    asked = place.asPath;
    ask(place);
    await read(address.pathname);
    // somebody has gone elsewhere meanwhile
    if (turn !== turns) return undefined;
    await go(to, options);
    if (asked !== place.asPath) return undefined;
    // its file could not be fetched: the page that still stands was left, and is asked for again
    asked = "";
    ask(placeOf(router.state.location, paramsOf(router.state.matches)));
    return undefined;
  };

  let before = router.state.location;
  router.subscribe(({ location: now, matches, historyAction }) => {
    if (now === before) return;
    const same = now.pathname + now.search === before.pathname + before.search;
    const backOrForward = historyAction === "POP" && now.pathname !== before.pathname;
    scrolled.set(before.key, scrollY);
    before = now;
    if (backOrForward) {
      turns++;
      asked = "";
    }
    const params = paramsOf(matches);
    const place = placeOf(now, params);
    const ahead = place.asPath === asked;
    if (ahead) asked = "";
    // a jump inside the page asks for nothing, an address that leads nowhere is Reflex's; another page is on its way
    if (ahead || asked || (same && now.hash) || now.state?.fromNotFound || "*" in params) return;
    ask(place);
    if (backOrForward && scrolled.get(now.key)) returnTo(now, scrolled.get(now.key));
  });

  /** A page is empty when the router scrolls it to where somebody was: it is done once more when it is filled. */
  async function returnTo({ pathname, key }, y) {
    await read(pathname, RETURN);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (router.state.location.key === key) scrollTo({ top: y, behavior: "instant" });
    }));
  }
}

const paramsOf = (matches) => matches[matches.length - 1].params;

await alive();
const router = window.__reactRouterDataRouter;
const loop = window.__reflex?.["$/utils/context-registry"]?.eventLoop;
if (router && loop) turnPages(router, loop);
