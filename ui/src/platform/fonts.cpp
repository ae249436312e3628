#include "platform/fonts.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>
#include <cstdio>

#include "platform/context.h"

namespace holdfast::ui {
namespace {

std::size_t font_index(Weight weight, Digits digits) {
    return static_cast<std::size_t>(weight) * 2 + static_cast<std::size_t>(digits);
}

GlyphQuery query_for(const ImFontConfig& source, const ImFontBaked& baked) {
    GlyphQuery query;
    query.size = baked.Size * source.RasterizerDensity * baked.RasterizerDensity;
    query.weight = static_cast<Weight>(source.FontNo / 2);
    query.digits = static_cast<Digits>(source.FontNo % 2);
    return query;
}

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar code) {
    return code >= 32;
}

// The line box is as high as the em; what reaches over it is drawn all the same.
bool init_baked(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
    GlyphQuery query = query_for(*source, *baked);
    query.text = "H";
    const GlyphShape shape = current_context().glyphs.measure(query);
    const float density = query.size / baked->Size;
    const float height = (shape.font_ascent + shape.font_descent) / density;
    const float ascent = shape.font_ascent / density + (baked->Size - height) / 2;
    baked->Ascent = std::round(ascent * density) / density;
    baked->Descent = baked->Ascent - baked->Size;
    return true;
}

void place_bitmap(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked,
                  const GlyphShape& shape, ImFontGlyph* glyph) {
    const ImFontAtlasRectId id = ImFontAtlasPackAddRect(atlas, shape.width, shape.height);
    if (id == ImFontAtlasRectId_Invalid) return;
    ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, id);
    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    glyph->X0 = shape.left / density;
    glyph->Y0 = baked->Ascent - shape.top / density;
    glyph->X1 = glyph->X0 + static_cast<float>(shape.width) / density;
    glyph->Y1 = glyph->Y0 + static_cast<float>(shape.height) / density;
    glyph->Visible = true;
    glyph->PackId = id;
    glyph->Colored = shape.colored;
    ImFontAtlasBakedSetFontGlyphBitmap(
        atlas, baked, source, glyph, rect, current_context().fonts.scratch().data(),
        shape.colored ? ImTextureFormat_RGBA32 : ImTextureFormat_Alpha8,
        shape.colored ? shape.width * 4 : shape.width);
}

// An icon has no baseline: it stands in the middle of the line box.
void center_in_line(const ImFontBaked& baked, ImFontGlyph* glyph) {
    const float height = glyph->Y1 - glyph->Y0;
    glyph->Y0 = (baked.Size - height) / 2;
    glyph->Y1 = glyph->Y0 + height;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar code,
                ImFontGlyph* glyph, float* advance) {
    Context& context = current_context();
    GlyphQuery query = query_for(*source, *baked);
    const float density = query.size / baked->Size;
    const std::string text =
        GlyphTable::is_icon(code) ? std::string() : context.glyph_table.text_of(code);
    query.text = text;
    if (GlyphTable::is_icon(code)) query.icon = static_cast<std::uint8_t>(code - kIconFirst);
    if (advance != nullptr) {
        *advance = context.glyphs.measure(query).advance / density;
        return true;
    }
    const GlyphShape shape = context.glyphs.draw(query, context.fonts.scratch());
    glyph->Codepoint = code;
    glyph->AdvanceX = shape.advance / density;
    if (shape.width > 0 && shape.height > 0) place_bitmap(atlas, source, baked, shape, glyph);
    if (GlyphTable::is_icon(code)) center_in_line(*baked, glyph);
    return true;
}

const ImFontLoader& loader() {
    static const ImFontLoader instance = [] {
        ImFontLoader made;
        made.Name = "holdfast";
        made.FontSrcContainsGlyph = contains_glyph;
        made.FontBakedInit = init_baked;
        made.FontBakedLoadGlyph = load_glyph;
        return made;
    }();
    return instance;
}

}  // namespace

void Fonts::add_to(ImFontAtlas& atlas) {
    scratch_.resize(kGlyphBytesMax);
    for (std::size_t index = 0; index < fonts_.size(); ++index) {
        ImFontConfig config;
        config.FontLoader = &loader();
        config.SizePixels = 14;
        config.FontNo = static_cast<ImU32>(index);
        std::snprintf(config.Name, sizeof config.Name, "holdfast %d", static_cast<int>(index));
        fonts_[index] = atlas.AddFont(&config);
    }
}

ImFontBaked* Fonts::baked(const TypeStyle& style, float pixel_ratio) const {
    return fonts_[font_index(style.weight, style.digits)]->GetFontBaked(style.size, pixel_ratio);
}

void Fonts::forget(ImFontAtlas& atlas) {
    for (ImFont* font : fonts_) ImFontAtlasFontDiscardBakes(&atlas, font, 0);
}

}  // namespace holdfast::ui
