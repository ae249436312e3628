// JSON bodies of strangers: what is accepted is a push that the frames can carry unchanged.
#include "fuzz/target.h"
#include "sync/codec.h"

namespace holdfast::test {

std::vector<Bytes> seeds() {
    std::vector<Bytes> made;
    for (const std::string_view text :
         {R"({"epoch":5,"schema_version":7,"transactions":[{"no":3,)"
          R"("id":"01900000-0000-7000-8000-000000000001","hlc":99,"reason":"item.edit",)"
          R"("depends_on":[1,2],"operations":[{"kind":2,"entity":1,)"
          R"("record":"01900000-0000-7000-8000-000000000002","base":4,"edits":[)"
          R"({"field":1,"value":{"id":"01900000-0000-7000-8000-000000000003"},"base":4},)"
          R"({"field":2,"value":"Pump \u00e9","seen":null}]}]}]})",
          R"({"code":"K7QF2-M9XCB","device_name":"curl"})"})
        made.emplace_back(text.begin(), text.end());
    return made;
}

void feed(std::span<const std::uint8_t> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (const auto push = sync::push_request_from_json(text)) {
        const auto carried = sync::decode_push_request(sync::encode(*push));
        HOLDFAST_ASSERT(carried && carried->transactions == push->transactions);
    }
    if (const auto enrol = sync::enrol_request_from_json(text))
        HOLDFAST_ASSERT(sync::decode_enrol_request(sync::encode(*enrol)).has_value());
}

}  // namespace holdfast::test
