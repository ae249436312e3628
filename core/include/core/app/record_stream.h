// RecordStream: what happened around one record and what people said about it, newest first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

inline constexpr std::size_t kStreamItemsMax = 50;

struct StreamItem {
    enum class Kind : std::uint8_t { Comment, Change };
    Kind kind = Kind::Comment;
    RecordId id;  ///< Of the comment, or of what names the change.
    std::int64_t at_ms = 0;
    std::string who;   ///< Empty when nobody is known.
    std::string when;  ///< Finished text.
    std::string text;
};
struct StreamQuestion {
    EntityId entity = EntityId::None;
    RecordId record;
    const Strings* strings = nullptr;
    int zone_offset_minutes = 0;
};

/// Where items come from: comments, history. Stateless; registered once per program.
using StreamReader = Result<std::vector<StreamItem>> (*)(Store& store,
                                                         const StreamQuestion& question);
/// Records of the module that carries the purpose "comment" and points to any record.
[[nodiscard]] Result<std::vector<StreamItem>> read_comments(Store& store,
                                                            const StreamQuestion& question);
/// What history knows of the record, without the fields that are hidden from the person.
[[nodiscard]] Result<std::vector<StreamItem>> read_changes(Store& store,
                                                           const StreamQuestion& question);
/// Records that were merged into it, and that this was taken back.
[[nodiscard]] Result<std::vector<StreamItem>> read_merges(Store& store,
                                                          const StreamQuestion& question);
/// What all `readers` give, newest first, at most kStreamItemsMax. Blocks on disk.
[[nodiscard]] Result<std::vector<StreamItem>> read_stream(Store& store,
                                                          const StreamQuestion& question,
                                                          const std::vector<StreamReader>& readers);
/// The readers that the product has.
[[nodiscard]] std::vector<StreamReader> stream_readers();

}  // namespace holdfast
