// The generic suite: the page of every record lists what links to it, by every link of every
// module that the navigation shows, and nothing of modules that are closed to the person.
#include <algorithm>
#include <map>

#include "core/app/workspace.h"
#include "generic/scene.h"
#include "support/person.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// A store of its own in which every link of every module leads somewhere.
struct Linking : StoreFixture {
    Linking() : maker(store, environment) {
        // Whoever is first is the administrator.
        create("user", {{"name", "Eva"}, {"login", "eva"}});
        for (const EntityDef& target : registry.entities())
            for (const InverseDef& inverse : target.inverses) link(target, inverse);
    }
    /// A record that links to another one, and how.
    struct Linked {
        const InverseDef* inverse;
        RecordId id;
    };
    using Target = std::pair<const EntityDef*, RecordId>;
    std::map<Target, std::vector<Linked>> targets;

private:
    void link(const EntityDef& target, const InverseDef& inverse) {
        const EntityDef& entity = *registry.find(inverse.entity);
        if (RecordMaker::is_servers_own(entity)) return;
        CAPTURE(target.key, inverse.key);
        RecordId id = some(entity);
        const Record record = *must(store.read(entity.id, id));
        RecordId there = link_or_none(shown(record, entity, *entity.find_field(inverse.field)));
        if (there.is_none()) {
            there = some(target);
            id = maker.create(entity, 50 + ++made_for_links_, {{inverse.field, there}});
        }
        targets[{&target, there}].push_back({&inverse, id});
    }
    const RecordId& some(const EntityDef& entity) {
        const auto known = made_.find(entity.id);
        if (known != made_.end()) return known->second;
        return made_.emplace(entity.id, maker.create(entity, 1)).first->second;
    }
    RecordMaker maker;
    std::map<EntityId, RecordId> made_;
    std::uint64_t made_for_links_ = 0;
};

/// The pages of such a store's records.
struct Pages {
    explicit Pages(Linking& linking) : workspace(std::move(linking.store), linking.environment) {}
    void open(const EntityDef& entity, const RecordId& id) {
        workspace.on_data_changed();
        workspace.navigate("#/home");
        workspace.navigate("#/" + entity.key + "/" + to_text(id));
    }
    /// Whether the list of the link shows the record.
    bool shows(const InverseDef& inverse, const RecordId& id) {
        for (std::size_t index = 0; index < workspace.related().size(); ++index) {
            const RelatedList& related = workspace.related()[index];
            if (related.entity != inverse.entity || related.field != inverse.field) continue;
            ListView* list = workspace.related_list(index);
            REQUIRE(list != nullptr);
            CHECK(list->row_count() == related.count);
            CHECK_FALSE(related.label.empty());
            const auto ids = must(list->read_ids(0, list->row_count()));
            return std::find(ids.begin(), ids.end(), id) != ids.end();
        }
        return false;
    }
    Workspace workspace;
};

/// Looks at the page of every record that is linked. How many links stay unseen, because the person
/// may not read the record that they are of.
int check_pages(Pages& pages, const Linking& linking, const char* check) {
    int unseen = 0;
    const auto reads = [&](const EntityDef& entity, const RecordId& id) {
        return must(pages.workspace.store().read(entity.id, id)).has_value();
    };
    for (const auto& [target, linked] : linking.targets) {
        const auto& [module, id] = target;
        CAPTURE(module->key);
        pages.open(*module, id);
        // Parts stand in their record's form; what else is in no menu has no page and no list.
        CHECK((pages.workspace.form() != nullptr) == (reads(*module, id) && !module->menu.empty()));
        if (pages.workspace.form() == nullptr) continue;
        for (const auto& [inverse, linking_id] : linked) {
            const EntityDef& entity = *Registry::base().find(inverse->entity);
            CAPTURE(inverse->key);
            const bool open = reads(entity, linking_id);
            CHECK(pages.shows(*inverse, linking_id) == (open && !entity.menu.empty()));
            unseen += open ? 0 : 1;
        }
        note(check, *module, static_cast<int>(linked.size()));
    }
    return unseen;
}

}  // namespace

TEST_CASE("every link of every module is a list on the page of the record it leads to",
          "[generic]") {
    Linking linking;
    Pages pages(linking);
    CHECK(check_pages(pages, linking, "related lists") == 0);
    check_asked("related lists", 40);
}

TEST_CASE("a module that is closed to the person is no list on any page", "[generic]") {
    Linking linking;
    std::vector<RecordId> people;
    for (const int which : {0, 1}) {
        const std::string login = "closed" + std::to_string(which);
        const Person person = add_person(linking, login, login);
        for (const EntityDef& entity : linking.registry.entities())
            if (raw(entity.id) % 2 == which)
                linking.create(
                    "profile_right",
                    {{"profile", person.profile}, {"entity", entity.key}, {"read_level", "none"}});
        people.push_back(person.user);
    }
    Pages pages(linking);
    for (const int which : {0, 1}) {
        const std::string user = to_text(people[static_cast<std::size_t>(which)]);
        must(pages.workspace.store().write_setting("person", user));
        CHECK(check_pages(pages, linking, "related, closed") > 30);
    }
    check_asked("related, closed", 40);
}
