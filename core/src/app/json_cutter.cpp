#include "json_cutter.h"

namespace holdfast {
namespace {

constexpr std::size_t kBrokenBytesKept = 256;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < 0x20;
}

}  // namespace

void JsonCutter::keep(char byte) {
    if (piece_.problem == JsonProblem::None && piece_.text.size() == kJsonObjectBytesMax)
        report(JsonProblem::TooLarge);
    const bool broken = piece_.problem != JsonProblem::None;
    if (!broken || piece_.text.size() < kBrokenBytesKept) piece_.text += byte;
}

/// The first problem of an object is the one that is told.
void JsonCutter::report(JsonProblem problem) {
    if (piece_.problem != JsonProblem::None) return;
    piece_.problem = problem;
    piece_.problem_offset = offset_;
    if (piece_.text.size() <= kBrokenBytesKept) return;
    piece_.text.resize(kBrokenBytesKept);
    piece_.text.shrink_to_fit();
}

void JsonCutter::begin(State state, JsonProblem problem) {
    state_ = state;
    piece_ = JsonPiece{};
    piece_.offset = offset_;
    piece_.line = line_;
    brackets_ = 0;
    depth_ = 0;
    last_ = 0;
    quoted_ = state == State::Text;
    escaped_ = false;
    own_column_ = line_start_ ? column_ : -1;
    if (problem != JsonProblem::None) report(problem);
}

JsonCutter::Step JsonCutter::complete() {
    state_ = State::Between;
    return Step::Complete;
}

void JsonCutter::open(char bracket) {
    ++depth_;
    if (depth_ > kJsonDepthMax) report(JsonProblem::TooDeep);
    brackets_ = brackets_ << 1U | (bracket == '{' ? 1U : 0U);
}

/// Whether it closes the object itself. A broken object is closed by any bracket.
bool JsonCutter::close(char bracket) {
    const bool object = (brackets_ & 1U) != 0;
    if (object != (bracket == '}')) report(JsonProblem::BadSyntax);
    brackets_ >>= 1U;
    --depth_;
    return depth_ == 0;
}

/// Whether the byte belongs to a string, its quotation marks included.
bool JsonCutter::in_string(char byte) {
    if (!quoted_) {
        quoted_ = byte == '"';
        return quoted_;
    }
    if (escaped_)
        escaped_ = false;
    else if (byte == '\\')
        escaped_ = true;
    else if (byte == '"')
        quoted_ = false;
    if (is_control(byte)) report(JsonProblem::BadSyntax);
    return true;
}

bool JsonCutter::begins_like_this_one(char byte) const {
    return byte == '{' && state_ == State::Object && piece_.problem != JsonProblem::None &&
           line_start_ && column_ == own_column_ && offset_ > piece_.offset;
}

/// An object stands behind a colon or as an item of a list, never where a name should be.
bool JsonCutter::is_misplaced() const {
    if (quoted_ || depth_ == 0) return false;
    const bool in_object = (brackets_ & 1U) != 0;
    return last_ != ':' && last_ != '[' && (last_ != ',' || in_object);
}

JsonCutter::Step JsonCutter::in_structure(char byte) {
    if (byte == '{' && is_misplaced()) report(JsonProblem::BadSyntax);
    if (begins_like_this_one(byte)) {
        state_ = State::Between;
        return Step::CompleteBefore;
    }
    keep(byte);
    if (in_string(byte)) {
        last_ = '"';
        return Step::Taken;
    }
    if (is_blank(byte)) return Step::Taken;
    if (is_control(byte)) report(JsonProblem::BadSyntax);
    const bool opens = byte == '{' || byte == '[';
    const bool closes = byte == '}' || byte == ']';
    if (opens) open(byte);
    last_ = byte;
    return closes && close(byte) ? complete() : Step::Taken;
}

JsonCutter::Step JsonCutter::in_text(char byte) {
    // A text that never closes ends with its line.
    if (byte == '\n') return complete();
    keep(byte);
    static_cast<void>(in_string(byte));
    return quoted_ ? Step::Taken : complete();
}

JsonCutter::Step JsonCutter::in_word(char byte) {
    const bool ends = is_blank(byte) || byte == ',' || byte == ']' || byte == '{' || byte == '[';
    if (ends) {
        state_ = State::Between;
        return Step::CompleteBefore;
    }
    keep(byte);
    return Step::Taken;
}

JsonCutter::Step JsonCutter::between(char byte) {
    if (is_blank(byte)) return Step::Taken;
    if (byte == '[' && state_ == State::Start) {
        state_ = State::Between;
        in_array_ = true;
        return Step::Taken;
    }
    if (byte == ']' && in_array_) {
        state_ = State::Closed;
        return Step::Taken;
    }
    if (byte == ',' && state_ == State::Between) return Step::Taken;
    if (byte == '{') {
        begin(State::Object, JsonProblem::None);
        return in_structure(byte);
    }
    if (byte == '[') {
        begin(State::List, JsonProblem::NotAnObject);
        return in_structure(byte);
    }
    if (byte == '"') {
        begin(State::Text, JsonProblem::NotAnObject);
        keep(byte);
        return Step::Taken;
    }
    begin(State::Word, JsonProblem::NotAnObject);
    keep(byte);
    return Step::Taken;
}

JsonCutter::Step JsonCutter::step(char byte) {
    switch (state_) {
        case State::Start:
        case State::Between:
            return between(byte);
        case State::Object:
        case State::List:
            return in_structure(byte);
        case State::Text:
            return in_text(byte);
        case State::Word:
            return in_word(byte);
        case State::Closed:
            if (is_blank(byte)) return Step::Taken;
            begin(State::Over, JsonProblem::BehindTheEnd);
            keep(byte);
            return Step::Complete;
        case State::Over:
            break;
    }
    return Step::Taken;
}

void JsonCutter::follow_lines(char byte) {
    const bool line_end = byte == '\n' || byte == '\r';
    line_start_ = line_end || (line_start_ && is_blank(byte));
    column_ = line_end ? 0 : column_ + 1;
    if (byte == '\n') ++line_;
}

JsonCutter::Step JsonCutter::feed(char byte) {
    const auto at = static_cast<std::size_t>(offset_);
    if (offset_ < 3 && byte == kByteOrderMark[at] && state_ == State::Start) {
        ++offset_;
        return Step::Taken;
    }
    const Step done = step(byte);
    if (done == Step::CompleteBefore) return done;
    follow_lines(byte);
    ++offset_;
    return done;
}

bool JsonCutter::finish() {
    const State state = state_;
    state_ = State::Over;
    if (state == State::Closed || state == State::Over) return false;
    const bool between_objects = state == State::Start || state == State::Between;
    if (between_objects && !in_array_) return false;
    if (between_objects) begin(State::Over, JsonProblem::NoEnd);
    // The array is open too, but one sentence about the end is enough.
    if (state == State::Object) report(JsonProblem::NoEnd);
    return true;
}

}  // namespace holdfast
