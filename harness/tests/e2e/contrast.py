"""contrast.py CSS: text is readable in both themes (WCAG 2.1 AA).

Every rule that sets a text colour and a background from the custom properties is a pair; text that
takes its background from around it is paired with all that it may stand on. Prints what is too
faint; exit status 1 if there is anything.
"""
import re
import sys

TEXT, EDGE = 4.5, 3.0
GROUNDS = ("page", "card", "sunk")
# what is written, or drawn as the only sign of something, on any ground
LOOSE = {"text": TEXT, "soft": TEXT, "link": TEXT, "edge": EDGE, "fail": EDGE, "error": EDGE,
         "xfail": EDGE}


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def properties(block):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block))


def themes(css):
    blocks = re.findall(r":root\s*{([^}]*)}", css)
    light = properties(blocks[0])
    return {"light": light, "dark": {**light, **properties(blocks[1])}}


def pairs(css):
    for selector, body in re.findall(r"([^{}]+){([^{}]*)}", css):
        ground = re.search(r"(?:^|;|\s)background:\s*var\(--([\w-]+)\)", body)
        text = re.search(r"(?:^|;|\s)color:\s*var\(--([\w-]+)\)", body)
        if ground and text:
            yield selector.strip(), text.group(1), ground.group(1), TEXT
    for text, least in LOOSE.items():
        for ground in GROUNDS:
            yield "anywhere", text, ground, least


def faults(css):
    found = list(pairs(css))
    if len(found) < 20:
        yield f"only {len(found)} pairs of colours were found"
    for theme, colours in themes(css).items():
        if set(colours) != set(properties(css)):
            yield f"{theme}: not all colours are there"
        for selector, text, ground, least in found:
            ratio = contrast(colours[text], colours[ground])
            if ratio < least:
                yield f"{theme}: {selector}: {text} on {ground} is {ratio:.2f}, not {least}"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as stream:
        wrong = list(faults(stream.read()))
    print("\n".join(wrong) or "nothing too faint")
    sys.exit(1 if wrong else 0)
