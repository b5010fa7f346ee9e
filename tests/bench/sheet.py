#!/usr/bin/env python3
"""sheet.py OUT FOLDER...: every drawing of the folders (*.txt, *.in) as a picture on one page, light and
dark: OUT/light.html, OUT/dark.html, and PNGs of both where Chromium is at hand. PLUMB names the program."""
import html, os, pathlib, shutil, subprocess, sys

plumb = os.environ.get("PLUMB", "build/plumb")
out, folders = pathlib.Path(sys.argv[1]), [pathlib.Path(f) for f in sys.argv[2:]]
out.mkdir(parents=True, exist_ok=True)
files = sorted({f for d in folders if d.is_dir() for p in ("*.txt", "*.in") for f in d.glob(p)}, key=lambda f: f.name)
for theme, paper, ink in (("light", "#fcfbf8", "#1d2126"), ("dark", "#15181c", "#e7e4dd")):
    cells = []
    for f in files:
        done = subprocess.run([plumb, "diagram", "--to", "svg", "--theme", theme, str(f)], capture_output=True, text=True)
        picture = out / f"{f.stem}-{theme}.svg"
        picture.write_text(done.stdout, encoding="utf-8")
        shown = f'<img src="{picture.name}" alt="">' if done.returncode == 0 else f"<pre>{html.escape(done.stderr)}</pre>"
        cells.append(f"<figure>{shown}<figcaption>{html.escape(f.stem)}</figcaption></figure>")
    page = out / f"{theme}.html"
    page.write_text(f"""<!doctype html><meta charset="utf-8"><title>Drawings, {theme}</title>
<style>body{{margin:16px;background:{paper};color:{ink};font:13px sans-serif;columns:3;column-gap:16px}}
figure{{break-inside:avoid;margin:0 0 20px;border:1px solid #8886;padding:8px;border-radius:6px}}
img{{max-width:100%;height:auto;display:block}}figcaption{{margin-top:6px;opacity:.75}}</style>{"".join(cells)}""", encoding="utf-8")
    browser = shutil.which("chromium")
    if browser:
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1800,6000",
                        f"--screenshot={out.resolve()}/{theme}.png", page.resolve().as_uri()], capture_output=True)
print(f"{len(files)} drawings: {out}/light.html, {out}/dark.html")
