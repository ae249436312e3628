#include "model/totals_share.h"

#include <algorithm>
#include <vector>

#include "core/result.h"

namespace holdfast {
namespace {

constexpr int kWeightBits = 127;

/// A product divided: truncated towards zero, and what is left; both have the weight's sign.
struct Part {
    WideAmount whole = 0;
    WideAmount rest = 0;
};

WideAmount size_of(WideAmount amount) {
    return amount < 0 ? -amount : amount;
}

void carry(Part& part, WideAmount denominator) {
    if (part.rest < denominator) return;
    part.rest -= denominator;
    ++part.whole;
}

// Multiplies and divides bit by bit: the product may have twice the bits that there are.
Part long_part(WideAmount size, const Ratio& ratio) {
    const Part once{ratio.numerator / ratio.denominator, ratio.numerator % ratio.denominator};
    Part part;
    int bit = kWeightBits;
    while (bit > 0 && (size >> (bit - 1)) == 0) --bit;
    while (bit-- > 0) {
        part.whole *= 2;
        part.rest *= 2;
        carry(part, ratio.denominator);
        if (((size >> bit) & 1) == 0) continue;
        part.whole += once.whole;
        part.rest += once.rest;
        carry(part, ratio.denominator);
    }
    return part;
}

Part part_of(WideAmount weight, const Ratio& ratio) {
    const WideAmount size = size_of(weight);
    Part part;
    if (ratio.numerator == 0 || size <= kWideAmountMax / ratio.numerator) {
        const WideAmount product = size * ratio.numerator;
        part = {product / ratio.denominator, product % ratio.denominator};
    } else {
        part = long_part(size, ratio);
    }
    return weight < 0 ? Part{-part.whole, -part.rest} : part;
}

}  // namespace

WideAmount rounded_part(WideAmount weight, const Ratio& ratio) {
    const Part part = part_of(weight, ratio);
    const WideAmount rest = size_of(part.rest);
    if (rest < ratio.denominator - rest) return part.whole;
    return weight < 0 ? part.whole - 1 : part.whole + 1;
}

void share_out(std::span<Share> shares, const Ratio& ratio) {
    WideAmount sum = 0;
    WideAmount given = 0;
    for (Share& share : shares) {
        const Part part = part_of(share.weight, ratio);
        share.part = part.whole;
        share.rest = part.rest;
        sum += share.weight;
        given += share.part;
    }
    const WideAmount missing = rounded_part(sum, ratio) - given;
    if (missing == 0) return;

    // Less than one unit per share was cut off, so that at least |missing| shares have a rest of
    // the sign of `missing`: nobody gets a unit in the wrong direction.
    const WideAmount unit = missing < 0 ? -1 : 1;
    HOLDFAST_ASSERT(size_of(missing) <= static_cast<WideAmount>(shares.size()));
    std::vector<Share*> claims;
    claims.reserve(shares.size());
    for (Share& share : shares) claims.push_back(&share);
    std::stable_sort(claims.begin(), claims.end(), [unit](const Share* left, const Share* right) {
        if (left->rest != right->rest) return left->rest * unit > right->rest * unit;
        const WideAmount left_size = size_of(left->weight);
        const WideAmount right_size = size_of(right->weight);
        return left_size != right_size ? left_size > right_size : left->rank < right->rank;
    });
    const auto count = static_cast<std::size_t>(size_of(missing));
    for (std::size_t index = 0; index < count; ++index) claims[index]->part += unit;
}

}  // namespace holdfast
