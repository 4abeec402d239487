"""Elements of HTML by what they do to a text (WHATWG HTML sections 4 and 13.1)."""

NEVER = frozenset({"script", "style", "noscript", "template", "svg", "textarea", "object", "canvas", "iframe", "xmp"})
FURNITURE = frozenset({"nav", "footer", "aside", "button", "select", "dialog", "menu", "label", "summary", "marquee"})
FURNITURE_ROLES = frozenset(
    {
        "navigation",
        "search",
        "contentinfo",
        "complementary",
        "menu",
        "menuitem",
        "dialog",
        "alertdialog",
        "banner",
        "button",
    }
)
CONTROLS = frozenset({"button", "input", "select", "textarea", "form"})
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "iframe",
        "li",
        "main",
        "marquee",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "button",
        "select",
        "label",
    ]
)
SIDE_BY_SIDE = frozenset({"span", "a", "time", "cite", "label"})
"""Two of these with nothing between are two things beside each other, not one word."""
CLOSED_BY = {
    "p": BLOCKS - {"br", "button", "label", "select", "option", "iframe"},
    "li": frozenset({"li"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "tr": frozenset({"tr"}),
    "option": frozenset({"option"}),
}
"""Elements that a start tag ends when it comes directly inside them (WHATWG HTML section 13.1.2.4)."""
