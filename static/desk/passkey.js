// Says on the page that a passkey was not used: the browser's own window tells nothing when it is closed.
document.addEventListener("allauth.error", (event) => {
  const problem = document.getElementById("passkey-problem");
  if (!problem) { return; }
  event.preventDefault();
  if (/^[\d.]+$|^\[/.test(location.hostname)) {
    problem.textContent = "A passkey belongs to a name, and this address is a number: open the desk by its name (on this machine, localhost).";
  }
  problem.hidden = false;
});
