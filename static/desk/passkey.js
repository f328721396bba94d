// Says on the page that a passkey was not used: the browser's own window tells nothing when it is closed.
document.addEventListener("allauth.error", (event) => {
  const problem = document.getElementById("passkey-problem");
  if (problem) { event.preventDefault(); problem.hidden = false; }
});
