#include "font_canvas.h"

#include <emscripten.h>

#include <array>
#include <cmath>

// clang-format off

// What both functions below share: one canvas, its present font, the widest digit per font.
EM_JS(void, hf_js_prepare_glyphs, (), {
    if (Module.glyphs) return;
    const canvas = new OffscreenCanvas(256, 256);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const glyphs = { canvas, context, font: "", digits: new Map(), paths: new Map() };
    glyphs.setUp = (font) => {
        context.font = font;
        context.textBaseline = 'alphabetic';
        context.fillStyle = context.strokeStyle = '#fff';
        if ('fontKerning' in context) context.fontKerning = 'none';
        if ('textRendering' in context) context.textRendering = 'geometricPrecision';
        glyphs.font = font;
    };
    glyphs.useFont = (size, weight) => {
        const font = weight + ' ' + size + 'px ' + (Module.fontFamily || 'system-ui, sans-serif');
        if (glyphs.font !== font) glyphs.setUp(font);
    };
    glyphs.grow = (width, height) => {
        if (width <= canvas.width && height <= canvas.height) return;
        const font = glyphs.font;
        canvas.width = Math.max(canvas.width, width);
        canvas.height = Math.max(canvas.height, height);
        glyphs.setUp(font);
    };
    glyphs.digitWidth = () => {
        let width = glyphs.digits.get(glyphs.font);
        if (width === undefined) {
            width = 0;
            for (const digit of '0123456789')
                width = Math.max(width, context.measureText(digit).width);
            glyphs.digits.set(glyphs.font, width);
        }
        return width;
    };
    glyphs.store = (data, pixels) => {
        let colored = 0;
        for (let i = 0; i < data.length && !colored; i += 4)
            if (data[i + 3] > 8 && (data[i] < 200 || data[i + 1] < 200 || data[i + 2] < 200))
                colored = 1;
        if (colored) HEAPU8.set(data, pixels);
        else for (let i = 3, at = pixels; i < data.length; i += 4, at++) HEAPU8[at] = data[i];
        return colored;
    };
    Module.glyphs = glyphs;
});

// out: advance, left, top, width, height, colored, font ascent, font descent; in device pixels.
EM_JS(void, hf_js_glyph, (const char* text, int bytes, float size, int weight, int tabular,
                          float* out, unsigned char* pixels, int room), {
    const glyphs = Module.glyphs;
    const at = out >> 2;
    glyphs.useFont(size, weight);
    const cluster = UTF8ToString(text, bytes);
    const context = glyphs.context;
    const metrics = context.measureText(cluster);
    let advance = metrics.width;
    let shift = 0;
    if (tabular && cluster >= '0' && cluster <= '9') {
        shift = (glyphs.digitWidth() - advance) / 2;
        advance = glyphs.digitWidth();
    }
    HEAPF32[at] = advance;
    HEAPF32[at + 6] = metrics.fontBoundingBoxAscent;
    HEAPF32[at + 7] = metrics.fontBoundingBoxDescent;
    const left = Math.floor(shift - metrics.actualBoundingBoxLeft) - 1;
    const right = Math.ceil(shift + metrics.actualBoundingBoxRight) + 1;
    const ascent = Math.ceil(metrics.actualBoundingBoxAscent) + 1;
    const descent = Math.ceil(metrics.actualBoundingBoxDescent) + 1;
    const width = right - left;
    const height = ascent + descent;
    const blank = width <= 2 || height <= 2 || cluster.trim() === "";
    if (!room || blank || width * height * 4 > room) return;
    glyphs.grow(width, height);
    context.clearRect(0, 0, width, height);
    context.fillText(cluster, shift - left, ascent);
    const data = context.getImageData(0, 0, width, height).data;
    HEAPF32[at + 1] = left;
    HEAPF32[at + 2] = ascent;
    HEAPF32[at + 3] = width;
    HEAPF32[at + 4] = height;
    HEAPF32[at + 5] = glyphs.store(data, pixels);
});

// Icons are strokes on a field of 24 by 24; thin lines stay at least one device pixel.
EM_JS(void, hf_js_icon, (int icon, float size, float* out, unsigned char* pixels, int room), {
    const glyphs = Module.glyphs;
    const at = out >> 2;
    HEAPF32[at] = size;
    const shape = (Module.icons || [])[icon];
    const side = Math.ceil(size) + 2;
    if (!room || !shape || side * side * 4 > room) return;
    let path = glyphs.paths.get(icon);
    if (!path) glyphs.paths.set(icon, path = new Path2D(shape));
    glyphs.grow(side, side);
    const context = glyphs.context;
    context.clearRect(0, 0, side, side);
    context.save();
    context.strokeStyle = '#fff';
    context.translate(1, 1);
    context.scale(size / 24, size / 24);
    context.lineWidth = Math.max(1.8, 24 / size);
    context.lineCap = context.lineJoin = 'round';
    context.stroke(path);
    context.restore();
    const data = context.getImageData(0, 0, side, side).data;
    for (let i = 3, to = pixels; i < data.length; i += 4, to++) HEAPU8[to] = data[i];
    HEAPF32[at + 1] = -1;
    HEAPF32[at + 2] = side;
    HEAPF32[at + 3] = side;
    HEAPF32[at + 4] = side;
});

// clang-format on

namespace holdfast::wasm {
namespace {

int css_weight(ui::Weight weight) {
    switch (weight) {
        case ui::Weight::Medium:
            return 500;
        case ui::Weight::Semibold:
            return 600;
        case ui::Weight::Regular:
            break;
    }
    return 400;
}

ui::GlyphShape ask_browser(const ui::GlyphQuery& query, std::span<std::uint8_t> pixels) {
    hf_js_prepare_glyphs();
    std::array<float, 8> out = {};
    const int room = static_cast<int>(pixels.size());
    if (query.text.empty()) {
        hf_js_icon(query.icon, query.size, out.data(), pixels.data(), room);
    } else {
        hf_js_glyph(query.text.data(), static_cast<int>(query.text.size()), query.size,
                    css_weight(query.weight), query.digits == ui::Digits::Tabular ? 1 : 0,
                    out.data(), pixels.data(), room);
    }
    ui::GlyphShape shape;
    shape.advance = out[0];
    shape.left = out[1];
    shape.top = out[2];
    shape.width = static_cast<int>(out[3]);
    shape.height = static_cast<int>(out[4]);
    shape.colored = out[5] != 0;
    shape.font_ascent = out[6];
    shape.font_descent = out[7];
    return shape;
}

}  // namespace

ui::GlyphShape CanvasGlyphs::measure(const ui::GlyphQuery& query) {
    return ask_browser(query, {});
}

ui::GlyphShape CanvasGlyphs::draw(const ui::GlyphQuery& query, std::span<std::uint8_t> pixels) {
    return ask_browser(query, pixels);
}

}  // namespace holdfast::wasm
