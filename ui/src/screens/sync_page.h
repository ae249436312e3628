// Synchronisation: enrol this device with a code, or see where it stands.
#pragma once

#include <string>

#include "screens/screen_context.h"

namespace holdfast::ui {

class SyncPage {
public:
    void draw(ScreenContext& context);

private:
    void draw_state(ScreenContext& context);
    void draw_device(ScreenContext& context);
    void draw_enrolment(ScreenContext& context);

    std::string code_;
    std::string given_;  // The code that the address brought, already in `code_`.
};

}  // namespace holdfast::ui
