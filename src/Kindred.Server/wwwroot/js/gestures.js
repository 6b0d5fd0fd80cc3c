// What hands do on the layout and on a picture: drag, pinch, wheel, point and tap.
const slack = { mouse: 4, pen: 6, touch: 10 }; // Pixels a press may wander and still be a tap.

/**
 * Listens on the canvas, or on what else is looked at.
 * @param actions pan(right, down), zoom(factor, left, top), hover(left, top), leave(), tap(left, top, isTouch), release() after a drag.
 */
export function listen(canvas, actions, signal) {
  const pressed = new Map();
  let wandered = 0;
  let several = false;
  const on = (name, listener, options) => canvas.addEventListener(name, listener, { signal, ...options });
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  };

  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pressed.set(event.pointerId, at(event));
    if (pressed.size === 1) [wandered, several] = [0, false];
    else several = true;
  });

  on('pointermove', (event) => {
    const now = at(event);
    const before = pressed.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== 'touch') actions.hover(now.left, now.top);
      return;
    }
    wandered = Math.max(wandered, Math.hypot(now.left - before.left, now.top - before.top));
    // The press may still become a tap; what it wandered is caught up with when it is a drag.
    if (!several && wandered <= (slack[event.pointerType] ?? slack.mouse)) return;
    const others = [...pressed].filter(([id]) => id !== event.pointerId);
    if (others.length === 0) actions.pan(now.left - before.left, now.top - before.top);
    else pinch(before, now, others[0][1]);
    pressed.set(event.pointerId, now);
    canvas.classList.add('dragged');
  });

  // Each finger tells of its own step: the other one is where it was, and stays there.
  function pinch(before, now, other) {
    const middle = (one) => ({ left: (one.left + other.left) / 2, top: (one.top + other.top) / 2 });
    const [from, to] = [middle(before), middle(now)];
    actions.pan(to.left - from.left, to.top - from.top);
    const [apart, further] = [before, now].map((one) => Math.hypot(one.left - other.left, one.top - other.top));
    if (apart > 10 && further > 10) actions.zoom(further / apart, to.left, to.top);
  }

  for (const name of ['pointerup', 'pointercancel']) {
    on(name, (event) => {
      const before = pressed.get(event.pointerId);
      if (!pressed.delete(event.pointerId)) return;
      canvas.classList.remove('dragged');
      if (name === 'pointerup' && !several && wandered <= (slack[event.pointerType] ?? slack.mouse)) {
        actions.tap(before.left, before.top, event.pointerType === 'touch');
      } else if (pressed.size === 0) actions.release?.();
    });
  }

  on('pointerleave', (event) => {
    if (event.pointerType !== 'touch' && pressed.size === 0) actions.leave();
  });

  on('wheel', (event) => {
    event.preventDefault();
    const { left, top } = at(event);
    const pixels = event.deltaY * [1, 16, 400][event.deltaMode];
    // A pinch on a trackpad comes as a wheel with Ctrl, in smaller steps.
    actions.zoom(Math.exp(-Math.max(-300, Math.min(300, pixels)) * (event.ctrlKey ? 0.01 : 0.002)), left, top);
  }, { passive: false });
}
