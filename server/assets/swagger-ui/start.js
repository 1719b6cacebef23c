"use strict";

// Shows the description that the same server gives. No validator is asked: the page loads nothing from elsewhere.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  validatorUrl: null,
});
