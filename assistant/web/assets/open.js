// A click (or Enter) on a link of this tab tells Python its key. One listener serves every tab.
window.yjOpen = window.yjOpen || {};
window.yjOpen['$TAB'] = (key) => trigger('click', { key });
if (!window.yjListening) {
  window.yjListening = true;
  document.addEventListener('click', (event) => {
    const node = event.target.closest && event.target.closest('[data-yj], a[href*="#yj/"]');
    if (!node) return;
    event.preventDefault();
    event.stopPropagation();
    const href = node.getAttribute('data-yj') || node.getAttribute('href').split('#yj/')[1];
    const at = href.indexOf('/');
    const open = window.yjOpen[href.slice(0, at)];
    if (open) open(href.slice(at + 1));
  }, true);
  document.addEventListener('keydown', (event) => {
    if ((event.key === 'Enter' || event.key === ' ') && event.target.matches && event.target.matches('svg [data-yj]')) {
      event.preventDefault();
      event.target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    }
  });
  const seen = new WeakSet();
  new MutationObserver(() => {
    for (const mark of document.querySelectorAll('.yj-source .yj-mark')) {
      const frame = mark.closest('.yj-source');
      if (seen.has(mark) || frame.querySelector('.yj-mark') !== mark) continue;
      seen.add(mark);
      const there = mark.getBoundingClientRect(), box = frame.getBoundingClientRect();
      frame.scrollTop += there.top - box.top - frame.clientHeight / 3;
      if (window.innerWidth < 760) frame.scrollIntoView({ block: 'nearest' });
    }
  }).observe(document.body, { childList: true, subtree: true });
}
