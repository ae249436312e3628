#include "content_lines.h"

#include <algorithm>

#include "base/utf8.h"
#include "content_text.h"

namespace holdfast {
namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kHeaderBytesJudged = 1'024;
constexpr std::string_view kQuotedPrintable = "QUOTED-PRINTABLE";

struct NamedEncoding {
    std::string_view name;
    TextEncoding encoding;
};
constexpr NamedEncoding kEncodings[] = {
    {"UTF-8", TextEncoding::Utf8},           {"UTF8", TextEncoding::Utf8},
    {"US-ASCII", TextEncoding::Windows1252}, {"ISO-8859-1", TextEncoding::Windows1252},
    {"LATIN1", TextEncoding::Windows1252},   {"WINDOWS-1252", TextEncoding::Windows1252},
    {"SHIFT_JIS", TextEncoding::ShiftJis},   {"SHIFT-JIS", TextEncoding::ShiftJis},
    {"SJIS", TextEncoding::ShiftJis},        {"CP932", TextEncoding::ShiftJis},
    {"WINDOWS-31J", TextEncoding::ShiftJis},
};

bool is_encoding_word(std::string_view word) {
    return is_same_word(word, kQuotedPrintable) || is_same_word(word, "BASE64") ||
           is_same_word(word, "8BIT") || is_same_word(word, "7BIT");
}

/// First of `stops` outside quotation marks.
std::size_t find_unquoted(std::string_view text, std::string_view stops) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') quoted = !quoted;
        if (!quoted && stops.find(text[at]) != std::string_view::npos) return at;
    }
    return std::string_view::npos;
}

/// Where the value begins. A quotation mark that never closes does not hide the colon.
std::size_t find_colon(std::string_view raw) {
    const std::size_t colon = find_unquoted(raw, ":");
    return colon == std::string_view::npos ? raw.find(':') : colon;
}

std::string decoded(std::string_view bytes, TextEncoding encoding) {
    std::string text;
    TextDecoder decoder(encoding);
    decoder.decode(bytes, text);
    decoder.finish(text);
    return text;
}

/// Text of the file's encoding. Words that are well-formed UTF-8 are what they seem to be.
std::string file_text(std::string_view bytes, TextEncoding encoding) {
    return is_utf8(bytes) ? std::string(bytes) : decoded(bytes, encoding);
}

std::string value_text(const ContentLine& line, std::string_view value, TextEncoding encoding) {
    const bool coded = is_same_word(line.parameter("ENCODING"), kQuotedPrintable);
    const std::string bytes = coded ? decoded_quoted_printable(value) : std::string(value);
    const std::string_view charset = line.parameter("CHARSET");
    const auto* named =
        std::find_if(std::begin(kEncodings), std::end(kEncodings),
                     [&](const NamedEncoding& each) { return is_same_word(each.name, charset); });
    const bool is_named = named != std::end(kEncodings);
    if (is_named && named->encoding == TextEncoding::ShiftJis)
        return decoded(bytes, named->encoding);
    if (is_named && named->encoding != TextEncoding::Utf8) return file_text(bytes, named->encoding);
    // Western programs that write quoted-printable without CHARSET mean their code page.
    const bool unnamed = coded && charset.empty() && encoding == TextEncoding::Utf8;
    return file_text(bytes, unnamed ? TextEncoding::Windows1252 : encoding);
}

bool is_binary(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    });
}

void add_parameter(ContentLine& line, std::string_view text, TextEncoding encoding) {
    const std::size_t equals = text.find('=');
    ContentParameter parameter;
    if (equals == std::string_view::npos) {
        parameter.name = is_encoding_word(stripped(text)) ? "ENCODING" : "TYPE";
    } else {
        parameter.name = upper_ascii(stripped(text.substr(0, equals)));
        text.remove_prefix(equals + 1);
    }
    parameter.value = decoded_parameter(file_text(stripped(text), encoding));
    line.parameters.push_back(std::move(parameter));
}

std::string without_quotes(std::string_view text) {
    std::string out(text);
    std::erase(out, '"');
    return out;
}

void parse_header(ContentLine& line, std::string_view header, TextEncoding encoding) {
    std::size_t end = std::min(find_unquoted(header, ";"), header.size());
    std::string_view name = stripped(header.substr(0, end));
    const std::size_t dot = name.rfind('.');
    if (dot != std::string_view::npos) {
        line.group = file_text(name.substr(0, dot), encoding);
        name.remove_prefix(dot + 1);
    }
    line.name = upper_ascii(file_text(name, encoding));
    while (end < header.size() && line.parameters.size() < kContentParametersMax) {
        header.remove_prefix(end + 1);
        end = std::min(find_unquoted(header, ";"), header.size());
        const std::string parameter = without_quotes(header.substr(0, end));
        if (!stripped(parameter).empty()) add_parameter(line, parameter, encoding);
    }
}

bool has_unreadable(std::string_view text, std::string_view raw) {
    return text.find(kUnreadable) != std::string_view::npos &&
           raw.find(kUnreadable) == std::string_view::npos;
}

}  // namespace

std::string_view ContentLine::parameter(std::string_view wanted) const {
    for (const ContentParameter& each : parameters)
        if (each.name == wanted) return each.value;
    return {};
}

bool ContentLine::is_mark(std::string_view mark, std::string_view component) const {
    return name == mark && is_same_word(stripped(value), component);
}

ContentLine parse_content_line(std::string_view raw, TextEncoding encoding) {
    ContentLine line;
    line.bytes = raw.size();
    const std::size_t colon = find_colon(raw);
    if (colon == std::string_view::npos) {
        line.state = is_binary(raw) ? ContentLineState::Binary : ContentLineState::Malformed;
        return line;
    }
    parse_header(line, raw.substr(0, colon), encoding);
    if (line.name.empty()) line.state = ContentLineState::Malformed;
    const std::string_view value = raw.substr(colon + 1);
    std::string text = value_text(line, value, encoding);
    if (is_binary(text) || is_binary(raw.substr(0, colon))) {
        line.state = ContentLineState::Binary;
        return line;
    }
    if (has_unreadable(text, value)) line.state = ContentLineState::Unreadable;
    line.value = std::move(text);
    return line;
}

void ContentLineReader::start(std::string& chunk) {
    started_ = true;
    const DetectedText detected = detect_text(chunk);
    wide_ =
        detected.encoding == TextEncoding::Utf16Le || detected.encoding == TextEncoding::Utf16Be;
    if (wide_) wide_decoder_ = TextDecoder(detected.encoding);
    encoding_ = wide_ ? TextEncoding::Utf8 : detected.encoding;
    offset_ = static_cast<std::int64_t>(chunk.size());
    chunk.erase(0, detected.mark_bytes);
}

/// At least `bytes` waiting, unless the file ends before.
Status ContentLineReader::fill(std::size_t bytes) {
    while (text_.size() - at_ < bytes && !ended_) {
        std::string chunk;
        TRY(source_->read(offset_, kChunkBytes, chunk));
        ended_ = chunk.empty();
        if (started_)
            offset_ += static_cast<std::int64_t>(chunk.size());
        else
            start(chunk);
        ended_ = ended_ || offset_ >= source_->size();
        text_.erase(0, at_);
        at_ = 0;
        if (wide_)
            wide_decoder_.decode(chunk, text_);
        else
            text_ += chunk;
        if (wide_ && ended_) wide_decoder_.finish(text_);
    }
    return {};
}

/// As soon as the name stands there it is clear whether the value is wanted.
void ContentLineReader::look_at_name() {
    const std::size_t end =
        std::string_view(raw_).substr(0, kHeaderBytesJudged).find_first_of(":;");
    if (end == std::string_view::npos) return;
    name_known_ = true;
    std::string_view name = stripped(std::string_view(raw_).substr(0, end));
    name.remove_prefix(name.rfind('.') + 1);
    const bool unwanted =
        std::any_of(unwanted_.begin(), unwanted_.end(),
                    [&](std::string_view each) { return is_same_word(each, name); });
    if (!unwanted) return;
    keeping_ = Keeping::PassedOver;
    raw_.resize(end);
}

void ContentLineReader::keep(std::string_view piece) {
    if (keeping_ != Keeping::All) return;
    raw_ += piece;
    if (!name_known_) look_at_name();
    if (keeping_ != Keeping::All || raw_.size() <= kContentLineBytesMax) return;
    keeping_ = Keeping::TooLong;
    raw_.resize(std::min(std::min(raw_.find_first_of(":;"), kHeaderBytesJudged), raw_.size()));
    raw_.shrink_to_fit();
}

Status ContentLineReader::read_physical_line() {
    std::size_t end = text_.find_first_of("\r\n", at_);
    while (end == std::string::npos) {
        keep(std::string_view(text_).substr(at_));
        at_ = text_.size();
        TRY(fill(1));
        if (at_ == text_.size()) return {};
        end = text_.find_first_of("\r\n", at_);
    }
    keep(std::string_view(text_).substr(at_, end - at_));
    at_ = end;
    TRY(fill(2));
    const bool pair = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
    at_ += pair ? 2 : 1;
    ++line_;
    return {};
}

/// Whether the next line of the file belongs to this one.
Result<bool> ContentLineReader::takes_next_line() {
    TRY(fill(1));
    if (at_ == text_.size()) return false;
    if (raw_.ends_with('=')) {
        const std::string_view judged = std::string_view(raw_).substr(0, kHeaderBytesJudged);
        const std::string header = upper_ascii(judged.substr(0, judged.find(':')));
        if (header.find(kQuotedPrintable) != std::string::npos) {
            raw_.pop_back();
            return true;
        }
    }
    if (text_[at_] != ' ' && text_[at_] != '\t') return false;
    ++at_;
    return true;
}

void ContentLineReader::take_line(ContentLine& line, std::int64_t number) {
    if (keeping_ == Keeping::All) {
        line = parse_content_line(raw_, encoding_);
    } else {
        raw_ += ':';
        line = parse_content_line(raw_, encoding_);
        line.bytes = 0;
        line.state =
            keeping_ == Keeping::TooLong ? ContentLineState::TooLong : ContentLineState::PassedOver;
    }
    line.line = number;
}

Result<bool> ContentLineReader::next(ContentLine& line) {
    const bool behind_picture = keeping_ == Keeping::PassedOver;
    for (;;) {
        const std::int64_t number = line_;
        raw_.clear();
        keeping_ = Keeping::All;
        name_known_ = false;
        TRY(fill(1));
        if (at_ == text_.size()) return false;
        TRY(read_physical_line());
        while (TRY(takes_next_line())) TRY(read_physical_line());
        if (keeping_ == Keeping::All && stripped(raw_).empty()) continue;
        take_line(line, number);
        // Pictures of old programs go on in lines that are not indented.
        const bool rest_of_picture = behind_picture && line.state == ContentLineState::Malformed;
        if (!rest_of_picture) return true;
    }
}

std::int64_t ContentLineReader::bytes_done() const {
    const auto waiting = static_cast<std::int64_t>(text_.size() - at_);
    return std::clamp<std::int64_t>(offset_ - waiting, 0, source_->size());
}

}  // namespace holdfast
