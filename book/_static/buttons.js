// Buttons of the theme that would otherwise hold their script in the tag.
document.addEventListener("click", (event) => {
  const press = event.target.closest?.("[data-press]")?.dataset.press;
  if (press === "print") window.print();
  if (press === "fullscreen") toggleFullScreen();
});
