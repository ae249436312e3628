#include <array>

#include "gallery/pages.h"
#include "ui/kit.h"

namespace holdfast::ui {
namespace {

struct Sample {
    const char* language;
    const char* words;
};

constexpr std::array<Sample, 9> kSamples = {{
    {"English", "Your changes are safe on this device and go out when you are online."},
    {"Português", "Suas alterações estão seguras neste dispositivo e serão enviadas depois."},
    {"Svenska", "Dina ändringar är sparade på den här enheten. Smörgåsbord på Åland."},
    {"Français", "Vos modifications sont enregistrées sur cet appareil, où que vous soyez."},
    {"Español", "¿Sin conexión? Sus cambios están guardados y saldrán después."},
    {"日本語",
     "変更はこの端末に保存されています。接続が戻ると、自動的にサーバーへ送信されます。長い文章"
     "も「禁則処理」に従って折り返されます。"},
    {"العربية", "مرحبا بكم في هولدفاست"},
    {"Emoji",
     "Done 😀 family 👩‍👩‍👧 firefighter 🧑‍🚒 flag 🇸🇪 heart ❤️"},
    {"Tabular", "1111111111 and 8888888888 stand in line in tables."},
}};

class LanguagePage final : public Screen {
public:
    void draw(Frame& frame) override {
        const ScrollArea area(frame, "languages", available_rect(frame),
                              {.padding_x = frame.theme.metrics.margin,
                               .padding_y = frame.theme.metrics.margin,
                               .width_max = 720});
        const Stack stack(frame, 16);
        heading(frame, "Languages", 1);
        for (const Sample& sample : kSamples) {
            const Card card(frame, sample.language,
                            {.role = Role::Article, .name = sample.language});
            const Stack lines(frame, 4);
            heading(frame, sample.language, 2);
            text(frame, sample.words);
        }
        skeleton_rows(frame, 3);
    }
};

}  // namespace

std::unique_ptr<Screen> make_language_page() {
    return std::make_unique<LanguagePage>();
}

}  // namespace holdfast::ui
