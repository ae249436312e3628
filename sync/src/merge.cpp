#include "merge.h"

namespace holdfast::sync {
namespace {

Verdict judge_by_clock(const Author& author, const LogEntry& last) {
    if (author.hlc != last.hlc) return author.hlc > last.hlc ? Verdict::Win : Verdict::Lose;
    return raw(author.device) > raw(last.device) ? Verdict::Win : Verdict::Lose;
}

}  // namespace

bool has_seen(const Author& author, ServerSeq base, ServerSeq seq, const LogEntry& last) {
    if (raw(seq) <= raw(base)) return true;
    return last.device == author.device && raw(last.no) < raw(author.no);
}

Verdict judge_concurrent(MergeKind kind, const Author& author, const LogEntry& last,
                         Current current) {
    switch (kind) {
        case MergeKind::Strict:
            return Verdict::Refuse;
        case MergeKind::Once:
            return current == Current::Empty ? Verdict::Win : Verdict::Lose;
        case MergeKind::Scalar:
        case MergeKind::Group:
        case MergeKind::Set:
        case MergeKind::Position:
        case MergeKind::Text:
        case MergeKind::Counter:
        case MergeKind::State:
        case MergeKind::Server:
            return judge_by_clock(author, last);
    }
    return Verdict::Lose;
}

}  // namespace holdfast::sync
