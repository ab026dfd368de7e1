// A button of the theme that would otherwise hold its script in the tag.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-press=print]")) window.print();
});
