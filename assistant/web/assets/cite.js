// A click (or Enter) on a citation mark tells Python which one; then the marked place is scrolled to.
document.addEventListener('click', (event) => {
  const mark = event.target.closest && event.target.closest('a[href*="#yj-"]');
  if (!mark) return;
  event.preventDefault();
  const href = mark.getAttribute('href');
  trigger('click', { key: href.slice(href.indexOf('#yj-') + 4) });
}, true);
const seen = new WeakSet();
new MutationObserver(() => {
  const place = document.querySelector('.yj-source .yj-mark');
  if (place && !seen.has(place)) { seen.add(place); place.scrollIntoView({ block: 'center' }); }
}).observe(document.body, { childList: true, subtree: true });
