// Second names of modules: the same records under another address, label and filter.
#include "core/app/sources.h"
#include "core/app/workspace_fixture.h"
#include "core/store/policy_fixture.h"

namespace {

namespace intent = holdfast::intent;
using holdfast::HostRequest;
using holdfast::ModuleLink;
using holdfast::RecordId;
using holdfast::Registry;
using holdfast::ScreenKind;
using holdfast::Strings;
using holdfast::Value;
using holdfast::test::must;
using holdfast::test::WorkspaceFixture;

struct Company : WorkspaceFixture {
    Company() {
        save_account("Customer AB");
        vendor = save_vendor("Pumps Ltd");
    }
    RecordId save_vendor(std::string name) {
        workspace.handle(intent::NewRecord{entity("account"), {}, "vendor"});
        type("account", "name", std::move(name));
        workspace.handle(intent::Save{});
        REQUIRE(workspace.form() != nullptr);
        return workspace.form()->id();
    }
    Value value(const RecordId& id, std::string_view key) {
        const auto& account = *Registry::base().find("account");
        return must(workspace.store().read(account.id, id))
            ->values[account.index_of(field("account", key))];
    }
    const ModuleLink* link(std::string_view address) {
        for (const ModuleLink& module : workspace.modules())
            if (module.address == address) return &module;
        return nullptr;
    }
    std::vector<std::string> titles() {
        std::vector<std::string> all;
        for (std::int64_t row = 0; row < workspace.list()->row_count(); ++row)
            all.push_back(workspace.list()->row(row).title);
        return all;
    }
    RecordId vendor;
};

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(Company, "a preset stands in the navigation under its own words",
                 "[app][presets]") {
    const ModuleLink* vendors = link("#/vendor");
    REQUIRE(vendors != nullptr);
    CHECK(vendors->label == "Vendors");
    CHECK(vendors->new_label == "New vendor");
    CHECK(vendors->entity == entity("account"));
    CHECK(vendors->icon == "truck");
    CHECK(vendors->can_create);
    CHECK_FALSE(vendors->pinned);
    CHECK(link("#/account")->label == "Accounts");
    workspace.handle(intent::SetLanguage{"sv"});
    CHECK(link("#/vendor")->label == "Leverant\u00f6rer");
}

TEST_CASE_METHOD(Company, "a preset that is hidden has an address and no place in the navigation",
                 "[app][presets]") {
    CHECK(link("#/opportunity") == nullptr);
    workspace.navigate("#/opportunity");
    CHECK(workspace.route().screen == ScreenKind::List);
    CHECK(workspace.route().entity == entity("deal"));
    workspace.navigate("#/opportunity/nothing");
    CHECK(workspace.route().screen == ScreenKind::NotFound);
}

TEST_CASE_METHOD(Company, "a preset's list has its records, columns and total only",
                 "[app][presets]") {
    workspace.navigate("#/vendor");
    CHECK(titles() == Titles{"Pumps Ltd"});
    CHECK(workspace.list()->total_count() == 1);
    REQUIRE(workspace.list()->columns().size() == 6);
    CHECK(workspace.list()->columns()[1].field == field("account", "vendor_kind"));
    workspace.navigate("#/account");
    CHECK(titles() == Titles{"Customer AB", "Pumps Ltd"});
    CHECK(workspace.list()->columns()[1].field == field("account", "number"));
}

TEST_CASE_METHOD(Company, "a search and a filter look inside the preset", "[app][presets]") {
    save_vendor("Valves Ltd");
    workspace.navigate("#/vendor");
    workspace.handle(intent::SetSearch{"Customer"});
    CHECK(titles().empty());
    workspace.handle(intent::SetSearch{"Valves"});
    CHECK(titles() == Titles{"Valves Ltd"});
    workspace.handle(intent::SetSearch{""});
    workspace.handle(intent::SetFilters{
        {{field("account", "name"), holdfast::FilterOperator::Contains, std::string("AB")}}});
    CHECK(titles().empty());
    CHECK(workspace.list()->total_count() == 2);
    // The module is left as it was looked at, whatever happens under its second name.
    workspace.navigate("#/account");
    CHECK(titles().size() == 3);
    workspace.navigate("#/vendor");
    CHECK(titles().empty());
}

TEST_CASE_METHOD(Company, "what is made under a second name has its defaults and stays there",
                 "[app][presets]") {
    CHECK(value(vendor, "is_vendor") == Value(std::int64_t{1}));
    CHECK(workspace.route().address == "#/vendor/" + to_text(vendor));
    workspace.handle(intent::GoTo{"#/vendor/new"});
    REQUIRE(workspace.form() != nullptr);
    CHECK(workspace.form()->title() == "New vendor");
    workspace.handle(intent::CancelEdit{});
    const RecordId customer = save_account("Plain");
    CHECK(value(customer, "is_vendor") == Value(std::int64_t{0}));
    // What the screen gives along comes first.
    workspace.handle(intent::NewRecord{
        entity("account"), {{field("account", "is_vendor"), Value(std::int64_t{0})}}, "vendor"});
    type("account", "name", "Given");
    workspace.handle(intent::Save{});
    CHECK(value(workspace.form()->id(), "is_vendor") == Value(std::int64_t{0}));
}

TEST_CASE_METHOD(Company, "a record is the same under both addresses and goes back to its list",
                 "[app][presets]") {
    workspace.handle(intent::GoTo{"#/account/" + to_text(vendor)});
    CHECK(workspace.form()->title() == "Pumps Ltd");
    CHECK(workspace.preset() == nullptr);
    workspace.handle(intent::GoTo{"#/vendor/" + to_text(vendor)});
    CHECK(workspace.form()->title() == "Pumps Ltd");
    REQUIRE(workspace.preset() != nullptr);
    workspace.handle(intent::Delete{});
    CHECK(workspace.route().address == "#/vendor");
    CHECK(titles().empty());
}

TEST_CASE_METHOD(Company, "a preset keeps columns of its own", "[app][presets]") {
    workspace.navigate("#/vendor");
    workspace.handle(intent::SetColumns{{field("account", "name"), field("account", "phone")}});
    workspace.navigate("#/account");
    CHECK(workspace.list()->columns().size() == 6);
    workspace.navigate("#/vendor");
    CHECK(workspace.list()->columns().size() == 2);
}

TEST_CASE_METHOD(Company, "the export of a preset has its records and its name", "[app][presets]") {
    workspace.navigate("#/vendor");
    workspace.handle(intent::ExportList{});
    while (workspace.step(100)) {
    }
    std::string content;
    for (const HostRequest& request : workspace.take_requests())
        if (request.kind == HostRequest::Kind::Download) {
            CHECK(request.name == "vendor.csv");
            content = request.content;
        }
    CHECK(content.find("Pumps Ltd") != std::string::npos);
    CHECK(content.find("Customer AB") == std::string::npos);
}

TEST_CASE_METHOD(Company, "the board of a preset has its cards only", "[app][presets]") {
    workspace.navigate("#/vendor/kanban");
    REQUIRE(workspace.kanban() != nullptr);
    std::int64_t cards = 0;
    for (const auto& column : workspace.kanban()->columns()) cards += column.count;
    CHECK(cards == 1);
    workspace.navigate("#/account/kanban");
    cards = 0;
    for (const auto& column : workspace.kanban()->columns()) cards += column.count;
    CHECK(cards == 2);
}

TEST_CASE_METHOD(Company, "a view that is kept under a second name shows the same anywhere",
                 "[app][presets]") {
    workspace.navigate("#/vendor");
    workspace.handle(intent::SaveView{"Suppliers", holdfast::ViewSharing::Private});
    const RecordId view = workspace.open_view();
    workspace.navigate("#/account");
    CHECK(titles().size() == 2);
    workspace.handle(intent::OpenView{view});
    CHECK(workspace.route().address == "#/account");
    CHECK(titles() == Titles{"Pumps Ltd"});
    workspace.navigate("#/vendor");
    workspace.handle(intent::OpenView{view});
    CHECK(workspace.route().address == "#/vendor");
    CHECK(titles() == Titles{"Pumps Ltd"});
}

TEST_CASE_METHOD(Company, "the condition of a kept view is still there when one comes back",
                 "[app][presets]") {
    workspace.navigate("#/vendor");
    workspace.handle(intent::SaveView{"Suppliers", holdfast::ViewSharing::Private});
    const RecordId view = workspace.open_view();
    workspace.navigate("#/account");
    workspace.handle(intent::OpenView{view});
    workspace.handle(intent::GoTo{"#/account/" + to_text(vendor)});
    workspace.handle(intent::GoBack{});
    REQUIRE(workspace.route().address == "#/account");
    CHECK(titles() == Titles{"Pumps Ltd"});
    CHECK(workspace.open_view() == view);
    SECTION("for whoever selects all of it") {
        workspace.handle(intent::StartSelecting{});
        workspace.handle(intent::SelectAllRows{});
        REQUIRE(workspace.selection() != nullptr);
        CHECK(workspace.selection()->count() == 1);
    }
    SECTION("for whoever exports it") {
        workspace.handle(intent::ExportList{});
        while (workspace.step(100)) {
        }
        for (const HostRequest& request : workspace.take_requests())
            if (request.kind == HostRequest::Kind::Download)
                CHECK(request.content.find("Customer AB") == std::string::npos);
    }
    SECTION("on the board") {
        workspace.navigate("#/account/kanban");
        std::int64_t cards = 0;
        for (const auto& column : workspace.kanban()->columns()) cards += column.count;
        CHECK(cards == 1);
        CHECK(workspace.open_view() == view);
    }
    SECTION("until everything is asked for") {
        workspace.handle(intent::OpenView{{}});
        CHECK(titles().size() == 2);
        workspace.handle(intent::GoTo{"#/account/" + to_text(vendor)});
        workspace.handle(intent::GoBack{});
        CHECK(titles().size() == 2);
    }
    SECTION("and when the view is gone, nothing claims to be it") {
        workspace.handle(intent::RemoveView{view});
        workspace.navigate("#/home");
        workspace.navigate("#/account");
        CHECK(workspace.open_view().is_none());
    }
}

TEST_CASE_METHOD(Company, "a list that is sorted by several keys comes back so", "[app][presets]") {
    save_account("Alpha");
    workspace.navigate("#/account");
    workspace.list()->set_sort_keys({{"is_vendor", holdfast::SortDirection::Descending},
                                     {"name", holdfast::SortDirection::Descending}});
    workspace.handle(intent::SaveView{"By kind", holdfast::ViewSharing::Private});
    const Titles sorted{"Pumps Ltd", "Customer AB", "Alpha"};
    CHECK(titles() == sorted);
    workspace.handle(intent::GoTo{"#/account/" + to_text(vendor)});
    workspace.handle(intent::GoBack{});
    CHECK(titles() == sorted);
}

TEST_CASE_METHOD(Company, "a calendar that is kept again keeps its own condition",
                 "[app][presets]") {
    const auto keep = [&](const char* name) {
        workspace.handle(intent::SaveView{name, holdfast::ViewSharing::Private});
        return workspace.open_view();
    };
    const auto filter_of = [&](const RecordId& id) {
        for (const holdfast::SavedView& view : workspace.saved_views())
            if (view.id == id) return view.query.query.filter;
        FAIL("no such view");
        return holdfast::FilterNode{};
    };
    workspace.navigate("#/internal_ticket/calendar");
    REQUIRE(workspace.calendar() != nullptr);
    const RecordId first = keep("Ours");
    workspace.navigate("#/case/calendar");
    workspace.handle(intent::OpenView{first});
    const RecordId second = keep("Ours again");
    CHECK(second != first);
    CHECK(filter_of(second) == filter_of(first));
    CHECK(filter_of(second) != holdfast::FilterNode{});
}

TEST_CASE_METHOD(Company, "an import under a second name brings records of it", "[app][presets]") {
    workspace.navigate("#/vendor/import");
    workspace.handle(intent::OpenImport{entity("account")});
    CHECK(workspace.route().address == "#/vendor/import");
    std::string file = "Name,Kind\nValves Ltd,person\n";
    SECTION("unless the file says otherwise") {
        file = "Name,Kind,Vendor\nValves Ltd,person,no\n";
    }
    const bool says_otherwise = file.find("Vendor") != std::string::npos;
    workspace.on_file_picked("vendors.csv", holdfast::test::source_of(file));
    REQUIRE(workspace.import() != nullptr);
    workspace.handle(intent::ImportStart{});
    while (workspace.step(100)) {
    }
    workspace.navigate("#/account");
    CHECK(titles().size() == 3);
    workspace.navigate("#/vendor");
    CHECK(titles() == (says_otherwise ? Titles{"Pumps Ltd"} : Titles{"Pumps Ltd", "Valves Ltd"}));
}

TEST_CASE_METHOD(Company, "what a second name gives new records is for new records alone",
                 "[app][presets]") {
    const auto import_at = [&](const std::string& address, const std::string& file,
                               holdfast::ImportMode mode) {
        workspace.navigate(address + "/import");
        workspace.on_file_picked("list.csv", holdfast::test::source_of(file));
        REQUIRE(workspace.import() != nullptr);
        auto options = workspace.import()->options();
        options.mode = mode;
        options.match = {field("account", "name")};
        workspace.handle(intent::ImportSetOptions{options});
        const std::size_t constants = workspace.import()->constants().size();
        workspace.handle(intent::ImportStart{});
        while (workspace.step(100)) {
        }
        CHECK(workspace.import()->counts().refused == 0);
        return constants;
    };
    const std::string file = "Name,Phone\nCustomer AB,+46 1\nValves Ltd,+46 2\n";
    CHECK(import_at("#/vendor", file, holdfast::ImportMode::CreateOrUpdate) == 2);
    workspace.navigate("#/vendor");
    CHECK(titles() == Titles{"Pumps Ltd", "Valves Ltd"});
    // Neither name knows what was chosen under the other one.
    CHECK(import_at("#/account", "Name,Phone\nPlain,+46 3\n", holdfast::ImportMode::CreateOnly) ==
          0);
    CHECK(import_at("#/vendor", file, holdfast::ImportMode::CreateOrUpdate) == 2);
    workspace.navigate("#/vendor");
    CHECK(titles() == Titles{"Pumps Ltd", "Valves Ltd"});
    CHECK(must(workspace.store().read_setting("import.maps.account")).ends_with(";[]"));
}

TEST_CASE_METHOD(holdfast::test::PolicyFixture,
                 "nobody imports under a second name whose values are not theirs to write",
                 "[app][presets]") {
    restrict_field("account", "is_vendor", "read");
    become(tom);
    holdfast::Workspace workspace(std::move(store), environment);
    workspace.navigate("#/vendor/import");
    workspace.on_file_picked("vendors.csv", holdfast::test::source_of("Name\nValves\n"));
    CHECK(workspace.import() == nullptr);
    CHECK(workspace.import_problem() ==
          "You have no right to import here. Ask an administrator for it.");
    workspace.navigate("#/account/import");
    workspace.on_file_picked("accounts.csv", holdfast::test::source_of("Name\nValves\n"));
    CHECK(workspace.import() != nullptr);
}

TEST_CASE_METHOD(holdfast::test::PolicyFixture, "a second name is open to whom its module is",
                 "[app][presets]") {
    struct Offer {
        bool vendors = false;
        bool organizations = false;
        bool makes_vendors = false;
    };
    const auto offered_to_tom = [this] {
        become(tom);
        holdfast::Workspace workspace(std::move(store), environment);
        Offer offer;
        for (const ModuleLink& module : workspace.modules()) {
            offer.organizations = offer.organizations || module.address == "#/organization";
            if (module.address != "#/vendor") continue;
            offer.vendors = true;
            offer.makes_vendors = module.can_create;
        }
        return offer;
    };
    SECTION("as it is") {
        const Offer offer = offered_to_tom();
        CHECK(offer.vendors);
        CHECK(offer.organizations);
        CHECK(offer.makes_vendors);
    }
    SECTION("but not when what it is found by is hidden") {
        restrict_field("account", "is_vendor", "hidden");
        const Offer offer = offered_to_tom();
        CHECK_FALSE(offer.vendors);
        CHECK(offer.organizations);
    }
    SECTION("and without \"New\" when its records could not be given what they need") {
        restrict_field("account", "is_vendor", "read");
        const Offer offer = offered_to_tom();
        CHECK(offer.vendors);
        CHECK_FALSE(offer.makes_vendors);
    }
    SECTION("nor when the module is closed") {
        allow("account", "read_level", "none");
        const Offer offer = offered_to_tom();
        CHECK_FALSE(offer.vendors);
        CHECK_FALSE(offer.organizations);
    }
}
