// Second names of modules that administrators show, hide and rename.
#include <algorithm>

#include "core/strings.h"
#include "customization/customize.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

using Problem = CustomizationProblem;

/// The product's own definitions with one change set on top, which fits.
Customization on_product(const std::string& set) {
    Customization made = Customization::compile({{RecordId{1, 1}, "set", set}});
    for (const CustomizationIssue& issue : made.issues()) FAIL(issue.path << ": " << issue.reason);
    return made;
}

void check_refused(const std::string& change, Problem problem, const std::string& path) {
    INFO(change);
    const std::string set = R"({"change": {"account": )" + change + "}}";
    const auto issue = Customization::compile({}).check(set);
    REQUIRE(issue);
    INFO(issue->path << ": " << issue->reason);
    CHECK(static_cast<int>(issue->problem) == static_cast<int>(problem));
    CHECK(issue->path == path);
}

}  // namespace

TEST_CASE("a change set shows a second name, hides another and renames a third",
          "[customization]") {
    const Customization made = on_product(R"({"change": {
        "deal": {"presets": {"opportunity": {"shown": true}}},
        "account": {"presets": {"vendor": {"shown": false},
            "organization": {"label": {"en": "Firm"}, "plural": {"en": "Firms"}}}}}})");
    const EntityDef& account = *made.registry().find("account");
    CHECK(made.registry().find_place("opportunity").preset->shown);
    CHECK_FALSE(account.find_preset("vendor")->shown);
    const PresetDef& firm = *account.find_preset("organization");
    CHECK(firm.shown);
    CHECK(Strings().plural_of(firm) == "Firms");
    CHECK(Strings().phrase_of(firm, "new") == "New record: Firm");
    CHECK(Strings(Language::Swedish).plural_of(firm) == "Organisationer");
    CHECK(Strings().plural_of(account) == "Accounts");
}

TEST_CASE("a module goes by the words of its second name in every language", "[customization]") {
    const Customization made = on_product(R"({"change": {"deal": {"called": "opportunity"}}})");
    const EntityDef& deal = *made.registry().find("deal");
    CHECK(Strings().plural_of(deal) == "Opportunities");
    CHECK(Strings().phrase_of(deal, "new") == "New opportunity");
    CHECK(Strings().count_of(deal, 2) == "2 opportunities");
    CHECK(Strings(Language::French).phrase_of(deal, "new") == "Nouvelle opportunit\u00e9");
    CHECK(Strings().label_of(deal, *deal.find_field("close_date")) ==
          Strings().label_of(*Registry::base().find("deal"),
                             *Registry::base().find("deal")->find_field("close_date")));
}

TEST_CASE("a module that goes by a second name goes by what administrators call that",
          "[customization]") {
    const Customization made = on_product(R"({"change": {"deal": {
        "called": "opportunity", "presets": {"opportunity": {
            "label": {"en": "Chance", "sv": "Chans"},
            "plural": {"en": "Chances", "sv": "Chanser"}}}}}})");
    const EntityDef& deal = *made.registry().find("deal");
    CHECK(Strings().plural_of(deal) == "Chances");
    CHECK(Strings().phrase_of(deal, "new") == "New record: Chance");
    CHECK(Strings(Language::Swedish).plural_of(deal) == "Chanser");
    CHECK(Strings().plural_of(*deal.find_preset("opportunity")) == "Chances");
}

TEST_CASE("a field that a second name needs is not hidden, one of its columns is left out",
          "[customization]") {
    check_refused(R"({"hide_fields": ["is_vendor"]})", Problem::InUse,
                  "$.change.account.hide_fields[0]");
    const Customization made =
        on_product(R"({"change": {"account": {"hide_fields": ["vendor_kind"]}}})");
    const EntityDef& account = *made.registry().find("account");
    const std::vector<FieldId>& columns = account.find_preset("vendor")->list_columns;
    CHECK(columns.size() == 5);
    const FieldId hidden = account.find_field("vendor_kind")->id;
    CHECK(std::find(columns.begin(), columns.end(), hidden) == columns.end());
}

TEST_CASE("what a change set says of second names is refused by place", "[customization]") {
    const std::string at = "$.change.account.presets";
    check_refused(R"({"presets": {"buyer": {"shown": false}}})", Problem::UnknownModule,
                  at + ".buyer");
    check_refused(R"({"presets": {"vendor": {"shown": "no"}}})", Problem::WrongKind,
                  at + ".vendor.shown");
    check_refused(R"({"presets": {"vendor": {"where": "true"}}})", Problem::UnknownWord,
                  at + ".vendor.where");
    check_refused(R"({"presets": {"vendor": 1}})", Problem::WrongKind, at + ".vendor");
    check_refused(R"({"presets": {"vendor": {"label": {"en": "Seller"}}}})", Problem::NeedsLabel,
                  at + ".vendor.plural");
    check_refused(R"({"called": "buyer"})", Problem::UnknownModule, "$.change.account.called");
}

TEST_CASE("a transition of one's own can need the right to approve", "[customization]") {
    const Customization made = on_product(R"({"change": {"work_order": {
        "add_states": [{"key": "x_checked", "category": "review", "label": {"en": "Checked"}}],
        "add_transitions": ["x_checked > closed",
            {"from": ["completed"], "to": "x_checked", "right": "approve"}]}}})");
    const EntityDef& order = *made.registry().find("work_order");
    const TransitionDef* move = order.find_transition("completed", "x_checked");
    REQUIRE(move != nullptr);
    CHECK(move->right == MoveRight::Approve);
    CHECK(order.find_transition("x_checked", "closed")->right == MoveRight::Edit);
}
