// What a citation quotes, beside it while the mouse or the keyboard is on it. Escape hides it.
(() => {
  const MARKS = '#yj-chat a[href*="#yj/chat/"], button[data-yj][title], a[data-yj-tip]';
  let tip, owner, byMouse;
  const hide = () => {
    if (!owner) return;
    tip.hidden = true;
    owner.removeAttribute('aria-describedby');
    owner = null;
  };
  const show = (node) => {
    if (node === owner) return;
    const text = node.dataset.yjTip || node.getAttribute('title');
    if (!text) return;
    hide();
    node.dataset.yjTip = text;
    node.removeAttribute('title'); // else the browser shows it a second time
    if (!tip) {
      tip = document.body.appendChild(document.createElement('div'));
      tip.id = 'yj-tip';
      tip.setAttribute('role', 'tooltip');
      tip.addEventListener('mouseleave', hide);
    }
    const cut = text.indexOf('：');
    tip.replaceChildren();
    if (cut > 0) tip.appendChild(document.createElement('b')).textContent = text.slice(0, cut);
    tip.appendChild(document.createElement('span')).textContent = text.slice(cut + 1);
    tip.hidden = false;
    node.setAttribute('aria-describedby', 'yj-tip');
    owner = node;
    place();
  };
  const place = () => {
    const at = owner.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - own.width - 8));
    const under = at.bottom + 6 + own.height < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${under ? at.bottom + 6 : Math.max(8, at.top - own.height - 6)}px`;
  };
  const marked = (event) => event.target.closest && event.target.closest(MARKS);
  document.addEventListener('mouseover', (event) => {
    const node = marked(event);
    if (node) { show(node); byMouse = true; }
    // A page that scrolls under a resting mouse takes nothing from the keyboard.
    else if (owner && byMouse && !event.target.closest('#yj-tip')) hide();
  });
  document.addEventListener('focusin', (event) => {
    if (marked(event)) { show(marked(event)); byMouse = false; } else hide();
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  document.addEventListener('scroll', () => { if (owner) place(); }, true);
  document.addEventListener('click', hide, true);
})();
