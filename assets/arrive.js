// A press changes the address at once, and React then draws the next page for some frames. Reflex asks for what
// the page shows when it is drawn; here it is asked for as soon as the address is there, so that both go on at once.
// Without this file, or if Reflex or its router keep these things elsewhere, pages are filled as Reflex does it.
import { alive } from "/portal.js";

const { arrives } = document.querySelector("script[data-arrives]").dataset;

/** The page at this address, as Reflex itself says where a page is. */
function placeOf({ location, matches }) {
  const { pathname, search, hash } = location;
  const { params } = matches[matches.length - 1];
  return {
    pathname,
    asPath: pathname + search + hash,
    query: { ...Object.fromEntries(new URLSearchParams(search)), ...params },
  };
}

function watch(router, loop) {
  let before = router.state.location;
  router.subscribe((state) => {
    const { location, matches } = state;
    if (location === before) return;
    const same = location.pathname + location.search === before.pathname + before.search;
    before = location;
    // a jump inside the page asks for nothing, an address that leads nowhere is Reflex's
    if ((same && location.hash) || location.state?.fromNotFound || "*" in matches[matches.length - 1].params) return;
    loop.addEvents([{ name: arrives, router_data: placeOf(state) }]);
  });
}

await alive();
const router = window.__reactRouterDataRouter;
const loop = window.__reflex?.["$/utils/context-registry"]?.eventLoop;
if (router && loop) watch(router, loop);
