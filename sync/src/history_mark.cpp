#include "history_mark.h"

#include <charconv>

namespace holdfast::sync {
namespace {

constexpr std::size_t kDigits = 16;

std::string hex(std::uint64_t number) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text(kDigits, '0');
    for (std::size_t at = kDigits; at-- > 0; number >>= 4) text[at] = kHex[number & 15];
    return text;
}

std::optional<std::uint64_t> read_hex(std::string_view text) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

class Mixer {
public:
    void add(std::uint64_t number) {
        for (int shift = 0; shift < 64; shift += 8) add_byte((number >> shift) & 0xFF);
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    void add_byte(std::uint64_t byte) { value_ = (value_ ^ byte) * 0x100000001B3ULL; }

    std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

std::uint64_t signature_of(ServerContext& context, std::uint64_t epoch, ServerSeq seq,
                           std::uint64_t hash) {
    return context.sign(hex(epoch) + hex(raw(seq)) + hex(hash));
}

}  // namespace

Result<std::uint64_t> chain_after(ServerStore& store, ServerSeq head, const LogEntry& entry) {
    Mixer mixer;
    mixer.add(TRY(store.read_chain(head)));
    mixer.add(raw(entry.device));
    mixer.add(raw(entry.no));
    mixer.add(entry.hlc.packed);
    return mixer.value();
}

Result<std::string> make_mark(ServerContext& context, ServerSeq seq) {
    if (!context.sign || seq == ServerSeq::None) return std::string();
    const std::uint64_t epoch = TRY(context.store->epoch());
    const std::uint64_t hash = TRY(context.store->read_chain(seq));
    return hex(hash) + hex(signature_of(context, epoch, seq, hash));
}

Result<bool> has_lost_history(ServerContext& context, std::uint64_t epoch,
                              const Standing& standing) {
    if (!context.sign || standing.mark.size() != 2 * kDigits) return false;
    const std::string_view mark = standing.mark;
    const auto hash = read_hex(mark.substr(0, kDigits));
    const auto signature = read_hex(mark.substr(kDigits));
    if (!hash || !signature) return false;
    if (*signature != signature_of(context, epoch, standing.checkpoint, *hash)) return false;
    if (epoch != TRY(context.store->epoch())) return !TRY(context.store->had_epoch(epoch));
    if (standing.checkpoint > TRY(context.store->head())) return true;
    return *hash != TRY(context.store->read_chain(standing.checkpoint));
}

}  // namespace holdfast::sync
