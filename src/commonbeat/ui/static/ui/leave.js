// "Leave this page now": the page is replaced, so that going back does not show it.
"use strict";
const leave = document.getElementById("leave");
if (leave) {
  leave.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.replaceChildren();
    location.replace(leave.href);
  });
}
