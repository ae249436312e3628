#include "store/leased_numbers.h"

#include "core/app/undo.h"
#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr std::string_view kYear = "DN-2023-{n:5}";

/// Somebody who hands things over, with an enrolled device.
struct Van : StoreFixture {
    Van() {
        van = create("location", {{"name", text("Van")}});
        enrol();
        // What the workspace had before is on the server by now.
        must(store.apply(delta(5, raw(store.state().next_no) - 1)));
        place();
    }
    void place() {
        Delta known = delta(6, raw(store.state().next_no) - 1);
        known.rows.push_back(
            {entity("location").id,
             {row("location", van, 6, {{"name", text("Van")}, {"kind", text("warehouse")}})}});
        must(store.apply(known));
    }
    RecordId note() {
        const RecordId id = create("delivery_note", {{"from_location", van}});
        create("delivery_note_line", {{"delivery_note", id}, {"description", text("Pump")}});
        return id;
    }
    Draft handover(const RecordId& note) {
        Draft made = draft();
        made.transition(entity("delivery_note").id, note, "draft", "handed_over");
        return made;
    }
    std::string hand_over(const RecordId& note) {
        save(handover(note));
        return number_of(note);
    }
    std::string number_of(const RecordId& note) {
        return std::string(text_or_empty(get("delivery_note", note, "number")));
    }
    RowImage block(const RecordId& id, std::int64_t first, std::int64_t last,
                   std::string_view series = kYear, std::string_view device = "K7",
                   std::string_view state = "open") const {
        return row("number_block", id, 9,
                   {{"entity", text("delivery_note")},
                    {"series", text(std::string(series))},
                    {"first", number(first)},
                    {"last", number(last)},
                    {"device", text(std::string(device))},
                    {"state", text(std::string(state))}});
    }
    Delta granted(std::vector<RowImage> blocks, std::uint64_t decided_upto = 0) {
        Delta news = delta(raw(store.state().checkpoint) + 10, decided_upto);
        news.rows.push_back({entity("number_block").id, std::move(blocks)});
        return news;
    }
    std::size_t asks() {
        std::size_t count = 0;
        for (const TransactionRecord& transaction : queued())
            if (transaction.reason == "numbers.ask") ++count;
        return count;
    }
    RecordId van;
    const RecordId lease{0x0190000000007000, 0x8000000000000001};
    const RecordId other{0x0190000000007000, 0x8000000000000002};
};

}  // namespace

TEST_CASE("a note that is handed over offline is DN-101 for good", "[core][leases]") {
    Van van;
    must(van.store.apply(van.granted({van.block(van.lease, 101, 110)})));
    const RecordId first = van.note();
    const RecordId second = van.note();
    CHECK(van.number_of(first).empty());
    CHECK(van.hand_over(first) == "DN-2023-00101");
    CHECK(van.hand_over(second) == "DN-2023-00102");
    // The number travels in the transaction that hands over.
    const std::vector<TransactionRecord> queued = van.queued();
    const FieldEdit given = queued.at(queued.size() - 2).operations.back().edits.front();
    CHECK(given.field == van.entity("delivery_note").number_field);
    CHECK(given.value == text("DN-2023-00101"));
    Delta decided = van.granted({}, raw(van.store.state().next_no) - 1);
    decided.rows.push_back(
        {van.entity("delivery_note").id,
         {van.row("delivery_note", first, 20,
                  {{"number", text("DN-2023-00101")}, {"status", text("handed_over")}})}});
    must(van.store.apply(decided));
    CHECK(van.number_of(first) == "DN-2023-00101");
}

TEST_CASE("work with a module asks once for a block of its numbers", "[core][leases]") {
    Van van;
    const RecordId note = van.note();
    van.note();
    CHECK(van.asks() == 1);
    CHECK(van.hand_over(note).empty());
    const TransactionRecord ask = van.queued().at(1);
    REQUIRE(ask.operations.size() == 1);
    CHECK(ask.operations[0].entity == van.entity("number_block").id);
    CHECK(ask.no == TransactionNo{raw(van.queued().at(0).no) + 1});
    // Granted, it is not asked for again before it runs low; then one more is enough.
    must(van.store.apply(van.granted({van.block(ask.operations[0].record, 1, 10)},
                                     raw(van.store.state().next_no) - 1)));
    for (int n = 1; n <= 5; ++n) van.hand_over(van.note());
    CHECK(van.asks() == 0);
    van.hand_over(van.note());
    CHECK(van.asks() == 1);
    van.hand_over(van.note());
    CHECK(van.asks() == 1);
}

TEST_CASE("an ask that the server passes over leaves nothing behind, and rests for an hour",
          "[core][leases]") {
    Van van;
    van.note();
    REQUIRE(van.asks() == 1);
    must(van.store.apply(van.granted({}, raw(van.store.state().next_no) - 1)));
    CHECK(van.asks() == 0);
    van.environment.now += 3'599'000;
    van.note();
    CHECK(van.asks() == 0);
    van.environment.now += 1'000;
    van.note();
    CHECK(van.asks() == 1);
}

TEST_CASE("only open blocks of the device and of the year count", "[core][leases]") {
    Van van;
    must(van.store.apply(van.granted(
        {van.block({1, 1}, 1, 10, kYear, "K8"), van.block({1, 2}, 11, 20, kYear, "K7", "closed"),
         van.block({1, 3}, 21, 30, "DN-2022-{n:5}"), van.block({1, 4}, 31, 30)})));
    const RecordId note = van.note();
    CHECK(van.hand_over(note).empty());
}

TEST_CASE("in the new year a block of the old one is left alone", "[core][leases]") {
    Van van;
    must(van.store.apply(van.granted({van.block(van.lease, 1, 10)})));
    const RecordId late = van.note();
    van.environment.now += std::int64_t{60} * 86'400'000;
    CHECK(van.hand_over(late).empty());
}

TEST_CASE("a number whose handover is refused stays the note's own", "[core][leases]") {
    Van van;
    must(van.store.apply(van.granted({van.block(van.lease, 101, 110)})));
    const RecordId first = van.note();
    const RecordId second = van.note();
    must(van.store.apply(van.granted({}, 0)));
    REQUIRE(van.hand_over(first) == "DN-2023-00101");
    const TransactionNo refused = van.queued().back().no;
    Delta answer = van.granted({}, raw(refused));
    TransactionResult result;
    result.no = refused;
    result.status = TransactionStatus::Rejected;
    answer.refusals = {result};
    Delta notes = answer;
    notes.rows.push_back({van.entity("delivery_note").id,
                          {van.row("delivery_note", first, 20,
                                   {{"status", text("draft")}, {"from_location", van.van}}),
                           van.row("delivery_note", second, 20,
                                   {{"status", text("draft")}, {"from_location", van.van}})}});
    notes.rows.push_back({van.entity("delivery_note_line").id,
                          {van.row("delivery_note_line", {3, 1}, 20,
                                   {{"delivery_note", first}, {"description", text("Pump")}}),
                           van.row("delivery_note_line", {3, 2}, 20,
                                   {{"delivery_note", second}, {"description", text("Pump")}})}});
    must(van.store.apply(notes));
    CHECK(van.number_of(first).empty());
    CHECK(van.hand_over(second) == "DN-2023-00102");
    CHECK(van.hand_over(first) == "DN-2023-00101");
}

TEST_CASE("a note that was handed over is not taken back, and keeps its number",
          "[core][leases][undo]") {
    Van van;
    must(van.store.apply(van.granted({van.block(van.lease, 101, 110)})));
    const RecordId first = make_record_id(van.environment);
    Draft brought = van.draft();
    brought.create(van.entity("delivery_note").id, first,
                   van.values("delivery_note", {{"status", text("handed_over")}}));
    const CommitWithUndo made = must(commit_with_undo(van.store, brought));
    REQUIRE(van.number_of(first) == "DN-2023-00101");
    REQUIRE(made.undo.has_value());
    REQUIRE(std::holds_alternative<NeedsWork>(must(take_back(van.store, *made.undo))));
    CHECK(van.number_of(first) == "DN-2023-00101");
    CHECK(van.hand_over(van.note()) == "DN-2023-00102");
}

TEST_CASE("a number that a record here has is passed over", "[core][leases]") {
    Van van;
    must(van.store.apply(van.granted({van.block(van.lease, 101, 110)})));
    Delta copies = van.granted({});
    copies.rows.push_back(
        {van.entity("delivery_note").id,
         {van.row("delivery_note", {2, 1}, 8, {{"number", text("DN-2023-00101")}})}});
    must(van.store.apply(copies));
    CHECK(van.hand_over(van.note()) == "DN-2023-00102");
}

TEST_CASE("a restored server hears of every number from blocks, and old blocks go on",
          "[core][leases]") {
    Van van;
    must(van.store.apply(
        van.granted({van.block(van.lease, 101, 110), van.block(van.other, 201, 210)})));
    const RecordId known = van.note();
    must(van.store.apply(van.granted({}, raw(van.store.state().next_no) - 1)));
    Delta there = van.granted({});
    there.rows.push_back({van.entity("delivery_note").id,
                          {van.row("delivery_note", known, 20,
                                   {{"status", text("draft")}, {"from_location", van.van}})}});
    there.rows.push_back({van.entity("delivery_note_line").id,
                          {van.row("delivery_note_line", {3, 1}, 20,
                                   {{"delivery_note", known}, {"description", text("Pump")}})}});
    must(van.store.apply(there));
    REQUIRE(van.hand_over(known) == "DN-2023-00101");
    const TransactionNo handed = van.queued().back().no;
    TransactionResult result;
    result.no = handed;
    result.status = TransactionStatus::Rejected;
    Delta refused = van.granted({}, raw(handed));
    refused.refusals = {result};
    must(van.store.apply(refused));
    REQUIRE(van.number_of(known).empty());

    Delta anew = van.delta(9'000, raw(handed));
    anew.rebaseline = true;
    anew.from = ServerSeq::None;
    anew.epoch = 2;
    anew.rows.push_back({van.entity("number_block").id, {van.block(van.lease, 101, 110)}});
    anew.rows.push_back(
        {van.entity("location").id, {van.row("location", van.van, 6, {{"name", text("Van")}})}});
    must(van.store.apply(anew));
    const TransactionRecord report = van.queued().back();
    REQUIRE(report.reason == "numbers.report");
    REQUIRE(report.operations.size() == 2);
    CHECK(report.operations[0].record == known);
    CHECK(report.operations[0].edits.at(0).value == text("DN-2023-00101"));
    CHECK(van.hand_over(van.note()) == "DN-2023-00102");
}

TEST_CASE("without a server the workspace gives final numbers itself", "[core][leases]") {
    StoreFixture alone;
    const RecordId place = alone.create("location", {{"name", text("Van")}});
    const RecordId note = alone.create("delivery_note", {{"from_location", place}});
    alone.create("delivery_note_line", {{"delivery_note", note}, {"description", text("Pump")}});
    alone.save(
        alone.draft().transition(alone.entity("delivery_note").id, note, "draft", "handed_over"));
    CHECK(alone.get("delivery_note", note, "number") == text("DN-2023-00001"));
    Statement rows = must(alone.store.database().prepare("SELECT count(*) FROM number_block"));
    REQUIRE(must(rows.step()));
    CHECK(rows.integer(0) == 0);
}
