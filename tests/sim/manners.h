// Manners: how the people of a simulated world work with their records.
#pragma once

#include <cstddef>
#include <cstdint>

namespace holdfast::sim {

inline constexpr std::size_t kItems = 6;

/// How the people of a world work.
enum class Habit : std::uint8_t {
    SaveSoon,       ///< They save what they opened.
    KeepFormsOpen,  ///< They leave a few records open for long, and one device is seldom heard.
    RealClients,    ///< As SaveSoon; the product's client machine speaks for the devices.
};

/// Who pushes and asks for a device.
enum class Clients : std::uint8_t {
    Model,  ///< The world, whenever it likes: every order of messages occurs.
    Real,   ///< sync::Client, over requests, sockets and timers (fleet.h).
};

/// A habit in figures; chances in percent.
struct Manners {
    std::size_t items;        ///< That people work on.
    std::size_t devices_min;  ///< Unless the world has a single one.
    unsigned open;            ///< Opening a record that is left open before an edit.
    unsigned save_open;       ///< Saving a form that lay open.
    unsigned stay;            ///< Opening a record again after it was saved.
    unsigned first_mute;      ///< The first device not sending what it could send.
    Clients clients = Clients::Model;
};

inline constexpr Manners kSaveSoon{kItems, 4, 15, 30, 25, 0};
inline constexpr Manners kKeepFormsOpen{2, 2, 60, 60, 60, 60};
inline constexpr Manners kRealClients{kItems, 3, 15, 30, 25, 0, Clients::Real};

[[nodiscard]] inline const Manners& manners_of(Habit habit) {
    if (habit == Habit::RealClients) return kRealClients;
    return habit == Habit::KeepFormsOpen ? kKeepFormsOpen : kSaveSoon;
}

}  // namespace holdfast::sim
