#include "person.h"

#include <algorithm>

#include "conflict_records.h"

namespace holdfast::sim {
namespace {

Operation operation_on(OperationKind kind, EntityId entity, const RecordId& record) {
    Operation operation;
    operation.kind = kind;
    operation.entity = entity;
    operation.record = record;
    return operation;
}

FieldEdit edit_of(FieldId field, Value value) {
    FieldEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    return edit;
}

std::int64_t number_in(const Record& record, FieldId field) {
    return integer_or(record.values[position_of(field)], kNothing);
}

bool is_address(FieldId field) {
    return field == item::kStreet || field == item::kCity;
}

const FieldDef& conflict_field(std::string_view key) {
    return *sim_registry().find(kConflict)->find_field(key);
}

std::string_view conflict_text(const Record& record, std::string_view key) {
    return text_or_empty(
        record.values[sim_registry().find(kConflict)->index_of(conflict_field(key).id)]);
}

}  // namespace

void Person::act() {
    switch (world_.random_.below(14)) {
        case 0:
        case 1:
        case 2:
            return edit_fields();
        case 3:
        case 4:
            return edit_twins();
        case 5:
            return count_stock();
        case 6:
            return edit_address();
        case 7:
            return edit_single(item::kPrice);
        case 8:
            return edit_single(item::kSerial);
        case 9:
            return world_.random_.chance(10) ? correct() : move();
        case 10:
            return create_part();
        case 11:
            return edit_part();
        case 12:
            return world_.random_.chance(40) ? bin() : discard();
        default:
            return choose();
    }
}

const RecordId& Person::any_item() {
    return world_.items_[world_.random_.below(world_.manners_.items)];
}

Form Person::open_form(EntityId entity, const RecordId& id) {
    Form form;
    form.seen = device_.store->state().checkpoint;
    if (const Record* record = world_.find(device_, entity, id)) form.record = *record;
    form.losers = visible_losers(entity, id);
    return form;
}

/// A form of the item: opened now, or one that has been lying open for a while.
Form Person::any_form(const RecordId& id) {
    if (world_.random_.chance(world_.manners_.open)) {
        Form form = open_form(kItem, id);
        if (!form.record.values.empty()) device_.forms.push_back(std::move(form));
    }
    if (!device_.forms.empty() && world_.random_.chance(world_.manners_.save_open)) {
        const std::size_t index = world_.random_.below(device_.forms.size());
        Form form = std::move(device_.forms[index]);
        device_.forms.erase(device_.forms.begin() + static_cast<std::ptrdiff_t>(index));
        if (form.seen != device_.store->state().checkpoint) world_.count(Fault::OldFormSaved);
        return form;
    }
    return open_form(kItem, id);
}

std::vector<CellValue> Person::visible_losers(EntityId entity, const RecordId& id) {
    std::vector<CellValue> losers;
    for (std::uint32_t slot = 0;; ++slot) {
        const Record* conflict =
            world_.find(device_, kConflict, sync::conflict_id(entity, id, slot));
        if (!conflict) return losers;
        if (conflict_text(*conflict, "state") != "open") continue;
        for (const auto& [key, value] : numbers_of(conflict_text(*conflict, "loser")))
            if (const FieldDef* field = sim_registry().find(entity)->find_field(key))
                losers.push_back({{id, field->id}, value});
    }
}

/// A value of its own, or rarely the one that another device shows there. Never the one that stands
/// here already: that would be no edit.
std::int64_t Person::new_value(const CellRef& cell) {
    if (world_.random_.chance(4)) {
        Device& other = world_.devices_[world_.random_.below(world_.devices_.size())];
        const std::int64_t same = world_.shown(other, cell);
        if (same != kNothing && same != world_.shown(device_, cell)) return same;
    }
    return ++world_.next_value_;
}

void Person::plan_write(LocalWork& work, const Form& form, FieldId field, std::int64_t value) {
    const CellRef cell{form.record.id, field};
    Write write{{}, cell, value, {number_in(form.record, field)}};
    const std::int64_t now_shown = world_.shown(device_, cell);
    // People know their own last work, whichever form they have open; also under somebody else's
    // write, which a restored server may refuse.
    const auto last = std::find_if(device_.writes.rbegin(), device_.writes.rend(),
                                   [&](const Write& earlier) { return earlier.cell == cell; });
    if (last != device_.writes.rend()) write.seen.push_back(last->value);
    const bool own = std::any_of(
        device_.writes.begin(), device_.writes.end(),
        [&](const Write& earlier) { return earlier.cell == cell && earlier.value == now_shown; });
    if (own) write.seen.push_back(now_shown);
    for (const CellValue& loser : form.losers)
        if (loser.cell == cell) losers_.push_back(loser);
    planned_.push_back(std::move(write));
    const bool continues = !work.operations.empty() &&
                           work.operations.back().record == form.record.id &&
                           work.operations.back().kind == OperationKind::Set;
    if (!continues)
        work.operations.push_back(
            operation_on(OperationKind::Set, form.record.entity, form.record.id));
    work.operations.back().edits.push_back(edit_of(field, value));
}

bool Person::save(const LocalWork& work) {
    std::vector<TransactionNo> below_it;
    for (const Write& write : planned_) {
        // The last of several that wrote the same: the one that the cell shows.
        const std::int64_t shown = world_.shown(device_, write.cell);
        const auto below =
            std::find_if(device_.writes.rbegin(), device_.writes.rend(), [&](const Write& earlier) {
                return earlier.cell == write.cell && earlier.value == shown;
            });
        const bool builds_on =
            below != device_.writes.rend() && World::is_undecided(device_, below->by.no);
        if (builds_on && below->value != write.value) below_it.push_back(below->by.no);
    }
    const std::vector<RecordId> unnumbered = find_unnumbered(work);
    const auto saved = device_.store->commit(work);
    if (!saved) {
        world_.fail_with("a commit failed: " + std::string(saved.error().context));
        return false;
    }
    no_ = *saved;
    if (no_ == TransactionNo::None) return false;
    device_.saved.push_back(no_);
    const TransactionRef by{device_.no, no_};
    for (const TransactionNo on : below_it) world_.truth_.add_dependency(by, on);
    for (Write& write : planned_) {
        write.by = by;
        device_.writes.push_back(write);
        world_.truth_.add(std::move(write));
    }
    for (const CellValue& loser : losers_) world_.truth_.add_choice(by, loser);
    for (const RecordId& id : unnumbered) note_given_number(by, id);
    world_.trace(raw(no_));
    return true;
}

void Person::edit_fields() {
    const Form form = any_form(any_item());
    if (form.record.values.empty()) return;
    LocalWork work{form.seen, {}};
    const FieldId first = world_.random_.chance(50) ? item::kPlan : item::kNote;
    plan_write(work, form, first, new_value({form.record.id, first}));
    if (world_.random_.chance(30)) {
        const Form other = open_form(kItem, any_item());
        if (!other.record.values.empty() && other.record.id != form.record.id)
            plan_write(work, other, item::kPlan, new_value({other.record.id, item::kPlan}));
        work.seen = std::min(work.seen, other.seen);
    }
    if (save(work)) stay_on(form.record.id);
}

/// Many people keep a record open after they have saved it.
void Person::stay_on(const RecordId& id) {
    if (world_.random_.chance(world_.manners_.stay)) device_.forms.push_back(open_form(kItem, id));
}

void Person::edit_twins() {
    const std::size_t first = 2 * world_.random_.below(world_.manners_.items / 2);
    const Form one = open_form(kItem, world_.items_[first]);
    const Form two = open_form(kItem, world_.items_[first + 1]);
    if (one.record.values.empty() || two.record.values.empty()) return;
    const std::int64_t value = ++world_.next_value_;
    LocalWork work{std::min(one.seen, two.seen), {}};
    plan_write(work, one, item::kTwin, value);
    plan_write(work, two, item::kTwin, value);
    save(work);
}

void Person::count_stock() {
    const Form form = open_form(kItem, any_item());
    if (form.record.values.empty()) return;
    const auto delta = static_cast<std::int64_t>(world_.random_.below(9)) - 4;
    LocalWork work{form.seen, {}};
    work.operations.push_back(operation_on(OperationKind::Increment, kItem, form.record.id));
    work.operations.back().edits.push_back(edit_of(item::kStock, delta));
    plan_write(work, form, item::kNote, new_value({form.record.id, item::kNote}));
    if (!save(work)) return;
    const Increase increase{{device_.no, no_}, form.record.id, delta};
    device_.increases.push_back(increase);
    world_.truth_.add(increase);
}

void Person::edit_address() {
    const Form form = any_form(any_item());
    if (form.record.values.empty()) return;
    LocalWork work{form.seen, {}};
    const FieldId field = world_.random_.chance(50) ? item::kStreet : item::kCity;
    plan_write(work, form, field, new_value({form.record.id, field}));
    if (world_.random_.chance(40)) {
        const FieldId other = field == item::kCity ? item::kStreet : item::kCity;
        plan_write(work, form, other, new_value({form.record.id, other}));
    }
    losers_.clear();
    decide_address(form);
    if (!save(work)) return;
    note_address(form.record.id);
}

/// The half of an address that was not typed is written too, as it was shown.
void Person::note_address(const RecordId& id) {
    // A restored server may not have the record of an old form any more: no other half is shown.
    if (world_.find(device_, kItem, id) == nullptr) return;
    for (const FieldId half : {item::kStreet, item::kCity}) {
        const CellRef cell{id, half};
        const bool typed = std::any_of(
            device_.writes.begin(), device_.writes.end(),
            [&](const Write& earlier) { return earlier.cell == cell && earlier.by.no == no_; });
        if (typed) continue;
        // What its author wrote there before went with it.
        Write write{{device_.no, no_}, cell, world_.shown(device_, cell), {}};
        for (const Write& earlier : device_.writes)
            if (earlier.cell == cell) write.seen.push_back(earlier.value);
        device_.writes.push_back(write);
        if (write.value != kNothing) world_.truth_.add(std::move(write));
    }
    world_.truth_.add_legal_address(id, world_.shown(device_, {id, item::kStreet}),
                                    world_.shown(device_, {id, item::kCity}));
}

/// The whole group is written, so whatever conflicts it had are decided with it.
void Person::decide_address(const Form& form) {
    for (const CellValue& loser : form.losers)
        if (is_address(loser.cell.field)) losers_.push_back(loser);
}

void Person::edit_single(FieldId field) {
    const Form form = any_form(any_item());
    if (form.record.values.empty()) return;
    LocalWork work{form.seen, {}};
    plan_write(work, form, field, new_value({form.record.id, field}));
    // What can be refused carries something along that later work builds on.
    if (world_.random_.chance(50))
        plan_write(work, form, item::kPlan, new_value({form.record.id, item::kPlan}));
    if (save(work)) stay_on(form.record.id);
}

void Person::move() {
    const Form form = any_form(any_item());
    if (form.record.values.empty()) return;
    const EntityDef& entity = *sim_registry().find(kItem);
    const std::string from(text_or_empty(form.record.values[position_of(item::kStatus)]));
    std::vector<std::string> targets;
    for (const TransitionDef& transition : entity.transitions)
        if (transition.from == from) targets.push_back(transition.to);
    if (targets.empty()) return;
    const std::string to = targets[world_.random_.below(targets.size())];
    LocalWork work{form.seen, {}};
    work.operations.push_back(operation_on(OperationKind::Transition, kItem, form.record.id));
    work.operations.back().from_state = from;
    work.operations.back().edits.push_back(edit_of(item::kStatus, to));
    // What people did rides along with the move.
    if (world_.random_.chance(50))
        plan_write(work, form, item::kPlan, new_value({form.record.id, item::kPlan}));
    if (save(work))
        world_.truth_.add(Move{{device_.no, no_}, form.record.id, to, Move::Kind::Step, from});
}

/// Somebody puts right what the state machine has no way for.
void Person::correct() {
    const Form form = any_form(any_item());
    if (form.record.values.empty()) return;
    const std::vector<StateDef>& states = sim_registry().find(kItem)->states;
    const std::string to = states[world_.random_.below(states.size())].key;
    LocalWork work{form.seen, {}};
    work.operations.push_back(operation_on(OperationKind::Set, kItem, form.record.id));
    work.operations.back().edits.push_back(edit_of(item::kStatus, to));
    if (save(work))
        world_.truth_.add(Move{{device_.no, no_}, form.record.id, to, Move::Kind::Correction});
}

void Person::create_part() {
    const RecordId id = world_.new_id();
    LocalWork work{device_.store->state().checkpoint, {}};
    work.operations.push_back(operation_on(OperationKind::Create, kPart, id));
    const std::int64_t amount = ++world_.next_value_;
    work.operations.back().edits.push_back(edit_of(part::kItemLink, any_item()));
    work.operations.back().edits.push_back(edit_of(part::kAmount, amount));
    planned_.push_back({{}, {id, part::kAmount}, amount, {kNothing}});
    if (!save(work)) return;
    world_.truth_.add_created({device_.no, no_}, id);
    world_.parts_.push_back(id);
}

void Person::edit_part() {
    if (world_.parts_.empty()) return;
    const Form form = open_form(kPart, world_.parts_[world_.random_.below(world_.parts_.size())]);
    if (form.record.values.empty()) return;
    LocalWork work{form.seen, {}};
    plan_write(work, form, part::kAmount, new_value({form.record.id, part::kAmount}));
    save(work);
}

void Person::bin() {
    const Form form = open_form(kItem, any_item());
    if (form.record.values.empty()) return;
    const bool lives = form.record.life == Record::Life::Living;
    LocalWork work{form.seen, {}};
    work.operations.push_back(operation_on(lives ? OperationKind::Remove : OperationKind::Restore,
                                           kItem, form.record.id));
    save(work);
}

void Person::choose() {
    const Form form = open_form(kItem, any_item());
    if (form.record.values.empty()) return;
    for (std::uint32_t slot = 0;; ++slot) {
        const RecordId id = sync::conflict_id(kItem, form.record.id, slot);
        const Record* conflict = world_.find(device_, kConflict, id);
        if (!conflict) return;
        // Twins are one thing on two records; choosing for one of them alone would part them.
        const bool skip = conflict_text(*conflict, "state") != "open" ||
                          conflict_text(*conflict, "field") == "twin";
        if (skip) continue;
        LocalWork work{form.seen, {}};
        const bool settles_state = conflict_text(*conflict, "field") == "status";
        const bool keep_loser = world_.random_.chance(50);
        const EntityDef& entity = *sim_registry().find(kItem);
        for (const auto& [key, value] : numbers_of(conflict_text(*conflict, "loser"))) {
            const FieldDef* field = entity.find_field(key);
            if (field == nullptr) continue;
            losers_.push_back({{form.record.id, field->id}, value});
            const bool differs = value != world_.shown(device_, {form.record.id, field->id});
            if (keep_loser && value != kNothing && differs)
                plan_write(work, form, field->id, value);
        }
        const bool writes_address =
            std::any_of(planned_.begin(), planned_.end(),
                        [](const Write& write) { return is_address(write.cell.field); });
        if (writes_address) decide_address(form);
        work.operations.push_back(operation_on(OperationKind::Set, kConflict, id));
        work.operations.back().edits.push_back(
            edit_of(conflict_field("state").id, std::string("resolved")));
        if (!save(work)) return;
        world_.count(Fault::ConflictSettled);
        if (settles_state) world_.truth_.add_settled_state(form.record.id);
        if (writes_address) note_address(form.record.id);
        return;
    }
}

void Person::discard() {
    const auto numbers = device_.store->needing_attention();
    if (!numbers || numbers->empty()) return;
    const TransactionNo no = numbers->at(world_.random_.below(numbers->size()));
    if (!device_.store->discard(no)) return world_.fail_with("a discard failed");
    device_.discarded.push_back(no);
    world_.count(Fault::AttentionDiscarded);
}

}  // namespace holdfast::sim
