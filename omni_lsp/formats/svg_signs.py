"""Colours, patterns and signs of the picture of a pipeline."""

from omni_lsp.model.report import Status

# Each colour of ours: the variable of VS Code's themes, and what stands in for it on light and on dark.
_COLOURS = {
    "paper": ("editor-background", "#ffffff", "#0d1117"),
    "ink": ("editor-foreground", "#1f2328", "#e6edf3"),
    "soft": ("descriptionForeground", "#59636e", "#9198a1"),
    "box": ("editorWidget-background", "#f6f8fa", "#161b22"),
    "good": ("charts-green", "#1a7f37", "#3fb950"),
    "late": ("charts-orange", "#bc4c00", "#f0883e"),
    "bad": ("charts-red", "#cf222e", "#f85149"),
}

# Later ones overrule earlier ones.
_USES = (
    ("text", "fill", "ink"),
    (".note", "fill", "soft"),
    (".label", "fill", "soft"),
    (".paper", "fill", "paper"),
    (".box", "fill", "box"),
    (".box", "stroke", "soft"),
    (".box.late", "stroke", "late"),
    (".box.bad", "stroke", "bad"),
    (".arrow", "stroke", "soft"),
    (".head", "fill", "soft"),
    (".tick", "stroke", "soft"),
    (".track", "fill", "ink"),
    (".fill.good", "fill", "good"),
    (".fill.idle", "fill", "soft"),
    (".word.late", "fill", "late"),
    (".word.bad", "fill", "bad"),
    (".sign", "stroke", "soft"),
    (".sign.good", "stroke", "good"),
    (".sign.late", "stroke", "late"),
    (".sign.bad", "stroke", "bad"),
    (".late-line", "stroke", "late"),
    (".bad-line", "stroke", "bad"),
)

_SHAPES = """
text { font-family: system-ui, sans-serif; font-size: 12px; }
.title { font-size: 17px; font-weight: 600; }
.name { font-size: 15px; font-weight: 600; }
.word { font-size: 13px; font-weight: 600; }
.label { font-size: 10px; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.box { stroke-width: 1; }
.box.idle { stroke-dasharray: 5 4; }
.box.late { stroke-width: 3; }
.box.bad { stroke-width: 3; }
.arrow { fill: none; stroke-width: 1.5; }
.tick { fill: none; stroke-width: 1; }
.track { fill-opacity: 0.12; }
.fill.late { fill: url(#omni-stripes); }
.fill.bad { fill: url(#omni-checks); }
.sign { fill: none; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
"""


def _style() -> str:
    """Viewers that know no variables take the light colours: what is behind `@supports` is nothing to them."""
    # Only inside of our own picture: a page around it keeps its looks.
    shapes = _SHAPES.strip().replace("\n", "\n.omni-pipeline ")
    plain = [f".omni-pipeline {where} {{ {what}: {_COLOURS[name][1]}; }}" for where, what, name in _USES]
    themed = [f".omni-pipeline {where} {{ {what}: var(--omni-{name}); }}" for where, what, name in _USES]
    lines = [
        f".omni-pipeline {shapes}",
        *plain,
        "@supports (fill: var(--omni-ink)) {",
        f".omni-pipeline {{ {_variables(1)} }}",
        f"@media (prefers-color-scheme: dark) {{ .omni-pipeline {{ {_variables(2)} }} }}",
        *themed,
        "}",
    ]
    return "<style>\n{}\n</style>".format("\n".join(lines))


def _variables(side: int) -> str:
    return " ".join(f"--omni-{name}: var(--vscode-{of[0]}, {of[side]});" for name, of in _COLOURS.items())


STYLE = _style()

PATTERNS = """<defs>
<marker id="omni-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path class="head" d="M 0 0 L 8 4 L 0 8 z"/></marker>
<pattern id="omni-stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<path class="late-line" d="M 2 0 V 7" stroke-width="4"/></pattern>
<pattern id="omni-checks" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<path class="bad-line" d="M 1 0 V 6 M 0 1 H 6" stroke-width="2"/></pattern>
</defs>"""

_SIGNS = {
    Status.DONE: ("good", '<circle cx="8" cy="8" r="7"/><path d="M 4.5 8.5 L 7 11 L 11.5 5.5"/>'),
    Status.PARTIAL: ("good", '<circle cx="8" cy="8" r="7"/><path d="M 5 8 H 5.1 M 8 8 H 8.1 M 11 8 H 11.1"/>'),
    Status.TIMED_OUT: ("late", '<circle cx="8" cy="8" r="7"/><path d="M 8 3.5 V 8 L 11 10"/>'),
    Status.FAILED: ("bad", '<path d="M 5 1 H 11 L 15 5 V 11 L 11 15 H 5 L 1 11 V 5 Z M 5 5 L 11 11 M 11 5 L 5 11"/>'),
    Status.SKIPPED: ("", '<circle cx="8" cy="8" r="7"/><path d="M 4.5 8 H 11.5"/>'),
}


def sign(status: Status | None, x: int, y: int) -> str:
    """16 by 16: a check, a clock, a cross, a dash, or an empty ring for who had no turn."""
    kind, shape = ("", '<circle cx="8" cy="8" r="7" stroke-dasharray="2 2.4"/>') if status is None else _SIGNS[status]
    return f'<g class="sign {kind}" transform="translate({x} {y})">{shape}</g>'
