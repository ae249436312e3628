#include "mutation.h"

namespace holdfast::sim {
namespace {

constexpr MutationInfo kMutations[] = {
    {Mutation::NoDedupe, "a repeated push is applied again", 500},
    {Mutation::RebaseMovesBase, "a delta moves the base of pending edits forward", 500},
    {Mutation::CursorBeforeData, "the checkpoint is saved before the rows", 2000},
    {Mutation::PartsAsTheyArrive, "parts of a delta are applied as they arrive", 500},
    {Mutation::DroppedOnAcknowledgement, "pending edits are dropped on the push reply", 500},
    {Mutation::SeqBeforeCommit, "positions are visible before their commit", 2000},
    {Mutation::SecondEditTakesNewBase, "a second edit takes the new checkpoint as base", 2000},
    {Mutation::NoEpochAfterRestore, "a restored server keeps its epoch", 2000},
    {Mutation::AcknowledgedNotRetained, "acknowledged transactions are forgotten", 2000},
    {Mutation::SeqReusedAfterRestore, "a restored server reuses positions", 10000},
    {Mutation::RefusalLost, "a refusal never reaches its device", 500},
    {Mutation::ConflictNotRecorded, "a losing value leaves no conflict record", 500},
    {Mutation::ConflictClosedUnseen, "a conflict is closed before anybody saw it", 500},
    {Mutation::GroupSplit, "fields of a group are merged one by one", 1000},
    {Mutation::OnceOverwritten, "a field written once is overwritten by a later clock", 1000},
    {Mutation::StrictOverwritten, "a strict field is overwritten unseen", 1000},
    {Mutation::AnyTransition, "the server allows every move between states", 1000},
    {Mutation::DependentsApplied, "what builds on a refused transaction is applied", 2000},
    {Mutation::OwnWritesForeign, "a device's own earlier write counts as foreign", 2000},
    {Mutation::DeltaBeforeCommit, "a delta shows what a crash takes back", 2000},
    {Mutation::TornCommit, "a crash leaves half of a commit behind", 2000},
    {Mutation::ServerValueOverPending, "a server value hides a pending edit", 500},
    {Mutation::CounterAsScalar, "pending increments are shown like a scalar", 1000},
    {Mutation::ClockTrusted, "the server believes a device's clock", 1000},
    {Mutation::WithdrawnNumberSkipped, "numbers that a device gave up are not sent", 20000},
    {Mutation::FormForgetsPending, "a form forgets that it showed pending edits", 2000,
     Habit::KeepFormsOpen},
    {Mutation::SeriesBeforeCommit, "a document number is counted up outside its commit", 500},
    {Mutation::NumbersGoOnAfterRestore, "a restored server gives numbers at once", 2000},
    {Mutation::NumbersNotReported, "devices do not report the numbers they have seen", 2000},
    {Mutation::NumberNotLookedUp, "a number is given without a look who has it", 2000},
    {Mutation::RaceByArrival, "of two raced moves the last one to arrive counts", 1000},
    {Mutation::RaceRefused, "a move that a race rule decides is refused", 500},
    {Mutation::RaceFactsDropped, "what rides along with a raced move is dropped", 500},
    {Mutation::RaceSeenByAll, "the server believes that everybody saw the current state", 500},
    {Mutation::DisputeLeftUnseen, "a dispute is left by somebody who had not seen it", 10000},
    {Mutation::BlockStartedAgain, "a device begins its blocks again and does not look", 10000},
    {Mutation::BlockKeptAfterRestore, "a device keeps blocks that a restored server lacks", 10000},
    {Mutation::BlockNotNoted, "the server does not note which numbers it granted", 500},
    {Mutation::VoidNotLogged, "a number of a block that ended stands in no log", 500},
    {Mutation::PushNeverShrinks, "a push that does not get through is repeated as it is", 2000,
     Habit::RealClients},
    {Mutation::FlushForgotten, "a flush does nothing and says that it is done", 500,
     Habit::SaveSoon, StoreKind::Sqlite},
    {Mutation::LiveToItsAuthor, "what is new is sent to its author as somebody else's", 2000,
     Habit::RealClients},
    {Mutation::LiveFromElsewhere, "what is new is taken by a device that stands elsewhere", 2000,
     Habit::RealClients},
    {Mutation::VoidNotTakenBack, "a void number that turns up stays void in the log", 10000},
};

}  // namespace

std::span<const MutationInfo> all_mutations() {
    return kMutations;
}

}  // namespace holdfast::sim
