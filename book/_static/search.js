/* Search without a server: a page that was opened from a file may not read other pages, so
 * results come without the lines around what was found. */
"use strict";

if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}
