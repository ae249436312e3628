#include "secrets.h"

#include <sodium.h>

#include <array>
#include <chrono>

namespace holdfast::server {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kCodeLetters = 10;
constexpr std::size_t kGroupLetters = 5;
/// Crockford's base 32: 32 symbols without I, L, O and U.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string random_letters(std::size_t count) {
    std::string letters;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0 && i % kGroupLetters == 0) letters += '-';
        letters += kAlphabet[randombytes_uniform(static_cast<std::uint32_t>(kAlphabet.size()))];
    }
    return letters;
}

}  // namespace

bool prepare_secrets() {
    return sodium_init() >= 0;
}

std::string make_token() {
    std::array<std::uint8_t, kTokenBytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char,
               sodium_base64_ENCODED_LEN(kTokenBytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)>
        text{};
    return sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string make_code() {
    return random_letters(kCodeLetters);
}

std::string normalised_code(std::string_view typed) {
    std::string code;
    for (char letter : typed) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
        if (letter == 'O') letter = '0';
        if (letter == 'I' || letter == 'L') letter = '1';
        if (letter != ' ' && letter != '-') code += letter;
    }
    return code;
}

std::vector<std::uint8_t> secret_hash(std::string_view secret) {
    std::vector<std::uint8_t> hash(kHashBytes);
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                       nullptr, 0);
    return hash;
}

bool same_secret(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::int64_t SystemEnvironment::now_ms() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

std::uint64_t SystemEnvironment::random() {
    std::uint64_t bits = 0;
    randombytes_buf(&bits, sizeof bits);
    return bits;
}

}  // namespace holdfast::server
