// Sources: files for imports, and a clock that moves when it is looked at.
#pragma once

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>

#include "core/app/byte_source.h"
#include "core/fixed_environment.h"

namespace holdfast::test {

class TextSource : public ByteSource {
public:
    explicit TextSource(std::string text) : text_(std::move(text)) {}
    std::int64_t size() const override { return static_cast<std::int64_t>(text_.size()); }
    Status read(std::int64_t offset, std::size_t count, std::string& out) override {
        const auto begin = static_cast<std::size_t>(offset);
        if (begin < text_.size()) out += text_.substr(begin, count);
        longest_read = std::max(longest_read, count);
        return {};
    }
    std::size_t longest_read = 0;

private:
    std::string text_;
};

inline std::unique_ptr<ByteSource> source_of(std::string text) {
    return std::make_unique<TextSource>(std::move(text));
}

class FileSource : public ByteSource {
public:
    explicit FileSource(const std::string& path) : file_(path, std::ios::binary | std::ios::ate) {
        size_ = file_ ? static_cast<std::int64_t>(file_.tellg()) : 0;
    }
    std::int64_t size() const override { return size_; }
    Status read(std::int64_t offset, std::size_t count, std::string& out) override {
        std::string bytes(count, '\0');
        file_.clear();
        file_.seekg(offset);
        file_.read(bytes.data(), static_cast<std::streamsize>(count));
        bytes.resize(static_cast<std::size_t>(file_.gcount()));
        out += bytes;
        return {};
    }

private:
    std::ifstream file_;
    std::int64_t size_ = 0;
};

/// One millisecond passes at every look, so that budgets end.
class TickingEnvironment : public FixedEnvironment {
public:
    std::int64_t now_ms() override { return ++now; }
};

}  // namespace holdfast::test
