r"""Icons kept in a style sheet; the theme's own sheet is tried on the built site.

The code points are those of Font Awesome: \f0c9 for bars, \f135 for a rocket.
"""

from website.icons import decoded, keep, used, without_script

STYLE = (
    '.a{color:red}.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}'
    '.fa-rocket:before{content:"\\f135"}.fa-lg{font-size:1.25em}'
    "@font-face{src:url(../vendor/fontawesome/webfonts/a.woff2)}"
    '.b{--icon:"\uf0f3"}.c:before{content:"\\f107"}'
)


def test_icons_are_named_by_pages_and_scripts():
    page = '<i class="fa-solid fa-bars"></i>'
    assert used([page, "add('fa-xmark')"]) == {
        "fa-solid",
        "fa-bars",
        "fa-xmark",
    }


def test_what_nobody_names_goes():
    style, _ = keep(STYLE, {"fa-bars"})
    assert "fa-rocket" not in style
    assert "@font-face" not in style
    assert '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}' in style
    assert ".a{color:red}" in style
    assert ".fa-lg{font-size:1.25em}" in style


def test_characters_are_those_of_icons_and_of_other_rules():
    _, characters = keep(STYLE, {"fa-bars"})
    assert characters == {"\uf0c9", "\uf0f3", "\uf107"}


def test_escapes_are_code_points():
    assert decoded("\\f0c9") == "\uf0c9"
    assert decoded("\\30 ") == "0"


def test_rules_for_pictures_hold_for_icons():
    style = ".search>:not(svg){display:none}"
    assert without_script(style) == ".search>:not(.fa-solid){display:none}"
