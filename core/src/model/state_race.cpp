#include "core/state_race.h"

#include <algorithm>

namespace holdfast {
namespace {

bool is_between(const RaceDef& race, std::string_view first, std::string_view second) {
    const auto fits = [&](std::string_view one, std::string_view other) {
        return race.one == one && (race.other == other || race.other == "*");
    };
    return fits(first, second) || fits(second, first);
}

}  // namespace

std::optional<std::string_view> find_race_result(const EntityDef& entity,
                                                 const ArrivingMove& move) {
    if (move.seen == move.current || move.target == move.current) return std::nullopt;
    const auto led_here = [&](const RaceDef& race) {
        return race.result == move.current && race.one != move.current &&
               race.other != move.current;
    };
    if (std::any_of(entity.races.begin(), entity.races.end(), led_here)) return move.current;
    for (const RaceDef& race : entity.races)
        if (is_between(race, move.current, move.target)) return race.result;
    return std::nullopt;
}

std::string_view find_race_task(const EntityDef& entity, std::string_view first,
                                std::string_view second) {
    for (const RaceDef& race : entity.races)
        if (is_between(race, first, second)) return race.task;
    return {};
}

}  // namespace holdfast
