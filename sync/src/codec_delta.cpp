#include <algorithm>

#include "frame.h"
#include "sync/codec.h"

namespace holdfast::sync {
namespace {

constexpr std::size_t kStartItems = 7;
constexpr std::size_t kRowsItems = 2;
constexpr std::size_t kEntityItems = 3;
constexpr std::size_t kRowItems = 4;
constexpr std::size_t kRefusalsItems = 2;
constexpr std::size_t kEndItems = 1;
constexpr std::size_t kMarkItems = 1;
/// Least bytes of an encoded row: a count is believed only as far as they allow.
constexpr std::size_t kRowBytesMin = 20;

void write_row(CborWriter& writer, const RowImage& row) {
    std::size_t count = row.values.size();
    while (count > 0 && is_null(row.values[count - 1])) --count;
    writer.array(kRowItems);
    writer.record_id(row.id);
    writer.unsigned_integer(raw(row.version));
    writer.boolean(row.deleted);
    writer.array(count);
    for (std::size_t index = 0; index < count; ++index) writer.value(row.values[index]);
}

/// Cuts the rows of a delta into frames.
class RowParts {
public:
    explicit RowParts(Bytes& out) : out_(out) {}

    void add(const EntityRows& rows) {
        for (const RowImage& row : rows.rows) {
            const bool goes_on = count_ > 0 && entity_ == rows.entity &&
                                 (fields_ == &rows.fields || *fields_ == rows.fields);
            if (count_ > 0 && !goes_on) close_entity();
            entity_ = rows.entity;
            fields_ = &rows.fields;
            CborWriter writer(rows_);
            write_row(writer, row);
            ++count_;
            if (++total_ >= kRowsPerPartMax || rows_.size() + entities_.size() >= kFrameBytesAim)
                close_part();
        }
    }
    void close_part() {
        if (count_ > 0) close_entity();
        if (entity_count_ == 0) return;
        Bytes payload;
        CborWriter writer(payload);
        writer.array(kRowsItems);
        writer.unsigned_integer(parts_++);
        writer.array(entity_count_);
        payload.insert(payload.end(), entities_.begin(), entities_.end());
        append_frame(out_, FrameType::DeltaRows, payload);
        entities_.clear();
        entity_count_ = 0;
        total_ = 0;
    }
    [[nodiscard]] std::uint64_t parts() const { return parts_; }

private:
    void close_entity() {
        CborWriter writer(entities_);
        writer.array(kEntityItems);
        writer.unsigned_integer(raw(entity_));
        writer.array(fields_->size());
        for (const FieldId field : *fields_) writer.unsigned_integer(raw(field));
        writer.array(count_);
        entities_.insert(entities_.end(), rows_.begin(), rows_.end());
        rows_.clear();
        count_ = 0;
        ++entity_count_;
    }

    Bytes& out_;
    Bytes rows_;
    Bytes entities_;
    EntityId entity_ = EntityId::None;
    const std::vector<FieldId>* fields_ = nullptr;  ///< Of the rows that are open.
    std::size_t count_ = 0;
    std::size_t entity_count_ = 0;
    std::size_t total_ = 0;
    std::uint64_t parts_ = 0;
};

Result<std::vector<FieldId>> read_fields(CborReader& reader) {
    std::vector<FieldId> fields(TRY(reader.array()));
    for (FieldId& field : fields) field = TRY(read_number<FieldId>(reader));
    std::vector<FieldId> sorted = fields;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
        return fail(ErrorCode::Corrupt, "delta.fields");
    return fields;
}

void append_mark(Bytes& out, const Delta& message) {
    if (message.mark.empty()) return;
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kMarkItems);
    writer.text(message.mark);
    append_frame(out, FrameType::HistoryMark, payload);
}

std::uint64_t append_refusals(Bytes& out, const Delta& message, std::uint64_t part) {
    for (std::size_t first = 0; first < message.refusals.size(); first += kRefusalsPerPartMax) {
        const std::size_t count = std::min(kRefusalsPerPartMax, message.refusals.size() - first);
        Bytes payload;
        CborWriter writer(payload);
        writer.array(kRefusalsItems);
        writer.unsigned_integer(part++);
        writer.array(count);
        for (std::size_t index = first; index < first + count; ++index)
            write_result(writer, message.refusals[index]);
        append_frame(out, FrameType::DeltaRefusals, payload);
    }
    return part;
}

Result<RowImage> read_row(CborReader& reader, std::size_t payload_bytes) {
    TRY(reader.array_of(kRowItems));
    RowImage row;
    row.id = TRY(reader.record_id());
    row.version = TRY(read_number<ServerSeq>(reader));
    row.deleted = TRY(reader.boolean());
    const std::size_t count = TRY(reader.array());
    row.values.reserve(std::min(count, payload_bytes - reader.position()));
    for (std::size_t index = 0; index < count; ++index) row.values.push_back(TRY(reader.value()));
    return row;
}

/// Puts the frames of a delta together again; the parts must be complete and in order.
class DeltaBuilder {
public:
    Status take(const Frame& frame) {
        if (frame.type == FrameType::DeltaStart && stage_ == Stage::Start) return start(frame);
        if (stage_ != Stage::Parts) return fail(ErrorCode::Corrupt, "delta.order");
        if (frame.type == FrameType::DeltaRows) return take_rows(frame);
        if (frame.type == FrameType::DeltaRefusals) return take_refusals(frame);
        if (frame.type == FrameType::HistoryMark) return take_mark(frame);
        if (frame.type == FrameType::DeltaEnd) return end(frame);
        return fail(ErrorCode::Corrupt, "delta.frame");
    }
    [[nodiscard]] Result<Delta> finish() {
        if (stage_ != Stage::Done) return fail(ErrorCode::Corrupt, "delta.incomplete");
        return std::move(delta_);
    }

private:
    enum class Stage : std::uint8_t { Start, Parts, Done };

    Status start(const Frame& frame) {
        CborReader reader(frame.payload);
        TRY(read_protocol(reader, kStartItems));
        delta_.epoch = TRY(reader.unsigned_integer());
        delta_.from = TRY(read_number<ServerSeq>(reader));
        delta_.to = TRY(read_number<ServerSeq>(reader));
        delta_.decided_upto = TRY(read_number<TransactionNo>(reader));
        delta_.rebaseline = TRY(reader.boolean());
        row_count_ = TRY(reader.unsigned_integer());
        stage_ = Stage::Parts;
        return expect_end(reader);
    }
    Status take_mark(const Frame& frame) {
        CborReader reader(frame.payload);
        TRY(reader.array_of(kMarkItems));
        const std::string_view mark = TRY(reader.text());
        if (mark.size() > kHistoryMarkBytesMax) return fail(ErrorCode::LimitExceeded, "delta.mark");
        delta_.mark = mark;
        return expect_end(reader);
    }
    Status expect_part(CborReader& reader) {
        const std::uint64_t part = TRY(reader.unsigned_integer());
        if (part != parts_) return fail(ErrorCode::Corrupt, "delta.part");
        ++parts_;
        return {};
    }
    Status take_rows(const Frame& frame) {
        CborReader reader(frame.payload);
        TRY(reader.array_of(kRowsItems));
        TRY(expect_part(reader));
        const std::size_t entities = TRY(reader.array());
        for (std::size_t index = 0; index < entities; ++index)
            TRY(take_entity(reader, frame.payload.size()));
        return expect_end(reader);
    }
    Status take_entity(CborReader& reader, std::size_t payload_bytes) {
        TRY(reader.array_of(kEntityItems));
        const auto entity = TRY(read_number<EntityId>(reader));
        std::vector<FieldId> fields = TRY(read_fields(reader));
        const std::size_t count = TRY(reader.array());
        const bool goes_on = !delta_.rows.empty() && delta_.rows.back().entity == entity &&
                             delta_.rows.back().fields == fields;
        if (!goes_on) delta_.rows.push_back({entity, {}, std::move(fields)});
        std::vector<RowImage>& rows = delta_.rows.back().rows;
        const std::size_t believed =
            std::min(count, (payload_bytes - reader.position()) / kRowBytesMin);
        if (rows.empty()) rows.reserve(believed);
        for (std::size_t index = 0; index < count; ++index) {
            rows.push_back(TRY(read_row(reader, payload_bytes)));
            ++rows_seen_;
        }
        return {};
    }
    Status take_refusals(const Frame& frame) {
        CborReader reader(frame.payload);
        TRY(reader.array_of(kRefusalsItems));
        TRY(expect_part(reader));
        const std::size_t count = TRY(reader.array());
        for (std::size_t index = 0; index < count; ++index)
            delta_.refusals.push_back(TRY(read_result(reader)));
        return expect_end(reader);
    }
    Status end(const Frame& frame) {
        CborReader reader(frame.payload);
        TRY(reader.array_of(kEndItems));
        const std::uint64_t parts = TRY(reader.unsigned_integer());
        if (parts != parts_ || rows_seen_ != row_count_)
            return fail(ErrorCode::Corrupt, "delta.incomplete");
        stage_ = Stage::Done;
        return expect_end(reader);
    }

    Delta delta_;
    Stage stage_ = Stage::Start;
    std::uint64_t parts_ = 0;
    std::uint64_t row_count_ = 0;
    std::uint64_t rows_seen_ = 0;
};

}  // namespace

Bytes encode(const Delta& message) {
    std::uint64_t row_count = 0;
    for (const EntityRows& rows : message.rows) row_count += rows.rows.size();
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kStartItems);
    writer.unsigned_integer(kProtocolVersion);
    writer.unsigned_integer(message.epoch);
    writer.unsigned_integer(raw(message.from));
    writer.unsigned_integer(raw(message.to));
    writer.unsigned_integer(raw(message.decided_upto));
    writer.boolean(message.rebaseline);
    writer.unsigned_integer(row_count);
    Bytes bytes;
    append_frame(bytes, FrameType::DeltaStart, payload);
    append_mark(bytes, message);
    RowParts parts(bytes);
    for (const EntityRows& rows : message.rows) parts.add(rows);
    parts.close_part();
    const std::uint64_t part_count = append_refusals(bytes, message, parts.parts());
    Bytes end;
    CborWriter end_writer(end);
    end_writer.array(kEndItems);
    end_writer.unsigned_integer(part_count);
    append_frame(bytes, FrameType::DeltaEnd, end);
    return bytes;
}

Result<Delta> decode_delta(std::span<const std::uint8_t> bytes) {
    FrameReader reader(bytes);
    DeltaBuilder builder;
    while (true) {
        const std::optional<Frame> frame = TRY(reader.next());
        if (!frame) return builder.finish();
        TRY(builder.take(*frame));
    }
}

}  // namespace holdfast::sync
