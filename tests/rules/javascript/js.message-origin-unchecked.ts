// ruleid: js.message-origin-unchecked
window.addEventListener("message", (event) => {
  show(event.data);
});

// ruleid: js.message-origin-unchecked
window.addEventListener("message", function (event) {
  const { order } = event.data;
  pay(order);
}, false);

// ruleid: js.message-origin-unchecked
window.onmessage = (event) => {
  show(JSON.parse(event.data));
};

// ok: js.message-origin-unchecked
window.addEventListener("message", (event) => {
  if (event.origin !== "https://pay.example") {
    return;
  }
  show(event.data);
});

// ok: js.message-origin-unchecked
window.addEventListener("message", ({ data, origin }) => {
  if (origin === HOME) {
    show(data);
  }
});

// ok: js.message-origin-unchecked
window.addEventListener("message", (event) => {
  if (event.source === frame.contentWindow) {
    show(event.data);
  }
});

// ok: js.message-origin-unchecked
worker.onmessage = (event) => {
  show(event.data);
};

// ok: js.message-origin-unchecked
window.addEventListener("resize", (event) => {
  layout();
});
