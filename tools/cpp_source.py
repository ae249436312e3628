"""Writes bytes as C++ source; shared by the generators."""
import pathlib

LINE_BYTES_MAX = 92
ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("?"): "\\?"}


def escaped(byte):
    if byte in ESCAPES:
        return ESCAPES[byte]
    if 32 <= byte < 127:
        return chr(byte)
    return f"\\{byte:03o}"


def string_literal(data, indent="    "):
    """Adjacent literals, one per line, that together are exactly `data`."""
    lines = [""]
    for byte in data:
        text = escaped(byte)
        if len(lines[-1]) + len(text) > LINE_BYTES_MAX:
            lines.append("")
        lines[-1] += text
    return "\n".join(f'{indent}"{line}"' for line in lines)


def write_if_changed(path, text):
    """Leaves an equal file untouched, so that nothing is compiled again for no reason."""
    path = pathlib.Path(path)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
