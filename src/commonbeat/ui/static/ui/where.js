// "Use my location": only where the browser can, and only when it is pressed.
"use strict";
const here = document.getElementById("here");
if (here && navigator.geolocation) {
  here.hidden = false;
  here.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition((found) => {
      const form = here.form;
      form.elements.lat.value = found.coords.latitude.toFixed(6);
      form.elements.long.value = found.coords.longitude.toFixed(6);
      form.elements.zoom.value = "4";
      const press = document.createElement("input");
      press.type = "hidden";
      press.name = "press";
      press.value = "nearer";
      form.append(press);
      form.submit();
    }, () => {
      here.disabled = true;
      here.textContent = here.dataset.unknown;
    });
  });
}
