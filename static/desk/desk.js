// Small comforts. Every page works without this file.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key === "/" && !typing) {
    const search = document.querySelector("input.search");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
