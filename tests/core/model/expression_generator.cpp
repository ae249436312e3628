#include "core/model/expression_generator.h"

#include <utility>

namespace holdfast::test {
namespace {

using Kind = ExpressionKind;
using Words = std::vector<std::string>;

constexpr int kDepthMax = 4;

Words fields_of_company(Kind kind) {
    switch (kind) {
        case Kind::Boolean:
            return {"active"};
        case Kind::Number:
            return {"headcount", "amount", "ratio", "volume"};
        case Kind::Text:
            return {"name", "note", "kind"};
        case Kind::Date:
            return {"founded", "since"};
        case Kind::DateTime:
            return {"seen"};
        case Kind::Link:
            return {"parent"};
        default:
            return {};
    }
}

Words fields_of_job(Kind kind) {
    switch (kind) {
        case Kind::Boolean:
            return {"billable", "urgent"};
        case Kind::Number:
            return {"visits", "price", "hours", "rate", "total"};
        case Kind::Text:
            return {"title", "note", "kind", "label"};
        case Kind::Date:
            return {"due", "done"};
        case Kind::DateTime:
            return {"planned", "finished"};
        case Kind::Duration:
            return {"spent", "budget"};
        default:
            return {"company", "other"};
    }
}

Words fields_of_line(Kind kind) {
    switch (kind) {
        case Kind::Boolean:
            return {"taxable"};
        case Kind::Number:
            return {"quantity", "price", "net"};
        case Kind::Text:
            return {"name", "coverage"};
        case Kind::Date:
            return {"day"};
        case Kind::Duration:
            return {"spent"};
        case Kind::Link:
            return {"supplier"};
        default:
            return {};
    }
}

void add_all(Words& paths, const std::string& prefix, const Words& fields) {
    for (const std::string& field : fields) paths.push_back(prefix + field);
}

}  // namespace

std::string ExpressionGenerator::pick(const Words& words) {
    return words[random_.below(words.size())];
}

std::string ExpressionGenerator::any() {
    constexpr Kind kKinds[] = {Kind::Boolean,  Kind::Boolean, Kind::Number, Kind::Number,
                               Kind::Text,     Kind::Text,    Kind::Date,   Kind::DateTime,
                               Kind::Duration, Kind::Link};
    return of_kind(kKinds[random_.below(std::size(kKinds))], kDepthMax);
}

std::string ExpressionGenerator::condition() {
    return boolean(kDepthMax);
}

std::string ExpressionGenerator::of_kind(Kind kind, int depth) {
    if (depth <= 0) return leaf(kind);
    if (random_.below(6) == 0) return choice(kind, depth);
    switch (kind) {
        case Kind::Boolean:
            return boolean(depth);
        case Kind::Number:
            return number(depth);
        case Kind::Text:
            return text(depth);
        case Kind::Date:
            return date(depth);
        case Kind::DateTime:
            return date_time(depth);
        case Kind::Duration:
            return duration(depth);
        default:
            return leaf(kind);
    }
}

std::string ExpressionGenerator::choice(Kind kind, int depth) {
    const auto part = [&] { return of_kind(kind, depth - 1); };
    switch (random_.below(4)) {
        case 0:
            return "(" + part() + " ?? " + part() + ")";
        case 1:
            return "if(" + boolean(depth - 1) + ", null, " + part() + ")";
        case 2:
            return "(null ?? " + part() + ")";
        default:
            break;
    }
    const std::string then = part();
    return "if(" + boolean(depth - 1) + ", " + then + ", " + part() + ")";
}

std::string ExpressionGenerator::comparison(int depth) {
    constexpr Kind kKinds[] = {Kind::Number,   Kind::Number,   Kind::Text, Kind::Text,   Kind::Date,
                               Kind::DateTime, Kind::Duration, Kind::Link, Kind::Boolean};
    const Kind kind = kKinds[random_.below(std::size(kKinds))];
    const std::string left = of_kind(kind, depth - 1);
    const std::string right = of_kind(kind, depth - 1);
    if (random_.below(4) == 0)
        return "(" + left + pick({" in (", " not in ("}) + right + ", " + leaf(kind) + "))";
    const bool has_order = kind != Kind::Link && kind != Kind::Boolean;
    const Words symbols = has_order ? Words{"==", "!=", "<", "<=", ">", ">="} : Words{"==", "!="};
    return "(" + left + " " + pick(symbols) + " " + right + ")";
}

std::string ExpressionGenerator::boolean(int depth) {
    if (depth <= 0) return leaf(Kind::Boolean);
    switch (random_.below(8)) {
        case 0:
            return pick({"not ", "!"}) + ("(" + boolean(depth - 1) + ")");
        case 1:
        case 2: {
            const std::string left = boolean(depth - 1);
            return "(" + left + pick({" and ", " or ", " && ", " || "}) + boolean(depth - 1) + ")";
        }
        case 3:
            return "(" + boolean(depth - 1) + pick({" and ", " or "}) + "null)";
        case 4: {
            constexpr Kind kKinds[] = {Kind::Number, Kind::Text, Kind::Link, Kind::Date};
            return "is_null(" + of_kind(kKinds[random_.below(4)], depth - 1) + ")";
        }
        case 5: {
            const std::string where = text(depth - 1);
            return pick({"contains(", "starts_with("}) + where + ", " + text(depth - 1) + ")";
        }
        default:
            return comparison(depth);
    }
}

std::string ExpressionGenerator::number(int depth) {
    if (depth <= 0) return leaf(Kind::Number);
    switch (random_.below(6)) {
        case 0:
            return "-(" + number(depth - 1) + ")";
        case 1:
            return "round(" + number(depth - 1) + ", " + pick({"0", "1", "2", "6", "9"}) + ")";
        case 2:
            return number_by_function(depth);
        case 3:
            return aggregate(Kind::Number, depth);
        default:
            break;
    }
    const std::string left = number(depth - 1);
    return "(" + left + pick({" + ", " - ", " * ", " / "}) + number(depth - 1) + ")";
}

std::string ExpressionGenerator::number_by_function(int depth) {
    switch (random_.below(4)) {
        case 0:
            return "length(" + text(depth - 1) + ")";
        case 1:
            return pick({"year(", "month(", "day("}) + date(depth - 1) + ")";
        case 2: {
            const std::string from = date(depth - 1);
            return "days_between(" + from + ", " + date(depth - 1) + ")";
        }
        default: {
            const std::string part = duration(depth - 1);
            return "(" + part + " / " + duration(depth - 1) + ")";
        }
    }
}

std::string ExpressionGenerator::text(int depth) {
    if (depth <= 0) return leaf(Kind::Text);
    switch (random_.below(4)) {
        case 0:
            return pick({"lower(", "upper(", "trim("}) + text(depth - 1) + ")";
        case 1: {
            const std::string first = text(depth - 1);
            return "concat(" + first + ", '-', " + text(depth - 1) + ")";
        }
        case 2:
            return aggregate(Kind::Text, depth);
        default:
            return leaf(Kind::Text);
    }
}

std::string ExpressionGenerator::date(int depth) {
    if (depth <= 0) return leaf(Kind::Date);
    switch (random_.below(4)) {
        case 0: {
            const std::string from = date(depth - 1);
            return "add_days(" + from + ", round(" + number(depth - 1) + "))";
        }
        case 1:
            return aggregate(Kind::Date, depth);
        case 2:
            return "today()";
        default:
            return leaf(Kind::Date);
    }
}

std::string ExpressionGenerator::date_time(int depth) {
    if (depth <= 0 || random_.below(2) == 0) return leaf(Kind::DateTime);
    const std::string from = date_time(depth - 1);
    return "(" + from + pick({" + ", " - "}) + duration(depth - 1) + ")";
}

std::string ExpressionGenerator::duration(int depth) {
    if (depth <= 0) return leaf(Kind::Duration);
    switch (random_.below(6)) {
        case 0: {
            const std::string until = date_time(depth - 1);
            return "(" + until + " - " + date_time(depth - 1) + ")";
        }
        case 1: {
            const std::string part = duration(depth - 1);
            return "(" + part + pick({" * ", " / "}) + number(depth - 1) + ")";
        }
        case 2: {
            const std::string part = duration(depth - 1);
            return "(" + part + pick({" + ", " - "}) + duration(depth - 1) + ")";
        }
        case 3:
            return "minutes(round(" + number(depth - 1) + "))";
        case 4:
            return aggregate(Kind::Duration, depth);
        default:
            return "-" + leaf(Kind::Duration);
    }
}

std::string ExpressionGenerator::aggregate(Kind kind, int depth) {
    if (place_ == Place::Line) return leaf(kind);
    place_ = Place::Line;
    std::string text;
    const bool adds_up = kind == Kind::Number || kind == Kind::Duration;
    if (kind == Kind::Number && random_.below(4) == 0)
        text = "count(line";
    else
        text = pick(adds_up ? Words{"sum(", "avg(", "min(", "max("} : Words{"min(", "max("}) +
               "line." + field(kind);
    if (random_.below(2) == 0) text += " where " + boolean(depth - 1);
    place_ = Place::Job;
    return text + ")";
}

std::string ExpressionGenerator::leaf(Kind kind) {
    return random_.below(3) == 0 ? literal(kind) : field(kind);
}

std::string ExpressionGenerator::literal(Kind kind) {
    switch (kind) {
        case Kind::Boolean:
            return pick({"true", "false"});
        case Kind::Number:
            return pick({"0", "1", "2", "0.5", "1.25", "-3", "100", "0.000001", "1.000000001",
                         "9223372036854775807", "-9223372036854775807", "4611686018427387904"});
        case Kind::Text:
            return pick(
                {"''", "'a'", "'A'", "'É'", "'billable'", "'%'", "\"it's\"", "'京'", "' '"});
        case Kind::Date:
            return pick({"date('2026-11-22')", "date('0001-01-01')", "date('9999-12-31')",
                         "date('2024-02-29')"});
        case Kind::Duration:
            return pick({"minutes(90)", "minutes(-1)"});
        default:
            return field(kind);
    }
}

std::string ExpressionGenerator::field(Kind kind) {
    Words paths;
    add_all(paths, "", place_ == Place::Job ? fields_of_job(kind) : fields_of_line(kind));
    const std::string job = place_ == Place::Job ? "" : "job.";
    if (place_ == Place::Line) {
        add_all(paths, "job.", fields_of_job(kind));
        add_all(paths, "supplier.", fields_of_company(kind));
        add_all(paths, "supplier.parent.", fields_of_company(kind));
    }
    add_all(paths, job + "company.", fields_of_company(kind));
    add_all(paths, job + "other.parent.", fields_of_company(kind));
    if (place_ == Place::Job)
        add_all(paths, "company.parent.parent.parent.", fields_of_company(kind));
    return pick(paths);
}

}  // namespace holdfast::test
