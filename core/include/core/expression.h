// Expression: one small language for computed fields, conditions, checks and filters.
//
// A text is compiled once against an entity and gives the same answer twice: evaluated over a
// record in memory, and as SQL over the tables of the store. It is total: no loops, no failure by
// value. Null is unknown, as in SQL; overflow and division by zero give null. docs/expressions.md
// has the language on one page.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/ids.h"
#include "core/record.h"
#include "core/registry.h"
#include "core/result.h"
#include "core/value.h"

namespace holdfast {

class Database;
struct ExpressionTree;

inline constexpr std::size_t kExpressionBytesMax = 4096;  ///< Of source text.
inline constexpr std::size_t kExpressionNodesMax = 512;   ///< Values and operators in one text.
inline constexpr int kExpressionDepthMax = 64;            ///< Of nesting, parentheses included.
inline constexpr std::size_t kExpressionHopsMax = 4;      ///< Links one path follows.
inline constexpr std::size_t kExpressionItemsMax = 64;    ///< Arguments, or items of a list.
inline constexpr int kExpressionComputedDepthMax = 8;  ///< Computed fields that read another one.
inline constexpr std::size_t kExpressionTreeNodesMax = 4096;  ///< Computed fields included.
/// Records that sums, counts and the like of one evaluation in memory go over, each time counted.
inline constexpr std::size_t kExpressionRecordsMax = 2'000'000;
inline constexpr std::int32_t kExpressionQuotientScale = 6;  ///< Decimals of a quotient, at least.
/// Longer texts than this become null while an expression is worked out.
inline constexpr std::size_t kExpressionTextBytesMax = std::size_t{1} << 20;

enum class ExpressionKind : std::uint8_t {
    Null,      ///< Only of the literal null and what is made of nothing else; fits every kind.
    Boolean,   ///< Integer: 0 is false, anything else true.
    Number,    ///< Integer: the number times ten to the power of `scale`.
    Text,      ///< UTF-8, compared by code point.
    Date,      ///< Integer: days since 1970-01-01.
    DateTime,  ///< Integer: milliseconds UTC.
    Duration,  ///< Integer: milliseconds.
    Link,      ///< RecordId of a record of `target`.
};
struct ExpressionType {
    ExpressionKind kind = ExpressionKind::Null;
    std::int32_t scale = 0;            ///< Decimals of a Number, 0 to 9; otherwise 0.
    EntityId target = EntityId::None;  ///< Of a Link.
    bool operator==(const ExpressionType&) const = default;
};
/// What an expression reads from `field`.
[[nodiscard]] ExpressionType expression_type_of(const FieldDef& field);

enum class ExpressionErrorCode : std::uint8_t {
    TooLong,              ///< More bytes than kExpressionBytesMax.
    TooComplex,           ///< More nodes than kExpressionNodesMax.
    TooDeep,              ///< Deeper than kExpressionDepthMax.
    TooManyItems,         ///< More than kExpressionItemsMax in one list or call.
    TooManyHops,          ///< A path follows more links than kExpressionHopsMax.
    NotUtf8,              ///< The source is not well-formed UTF-8.
    UnexpectedCharacter,  ///< Arguments: the character.
    UnfinishedText,       ///< A quote is not closed.
    UnexpectedWord,       ///< Arguments: what stands there.
    UnexpectedEnd,        ///< Something is missing at the end.
    NumberTooLarge,       ///< Over 64 bits or nine decimals. Arguments: the number.
    BadDate,              ///< Not a date written 2026-11-22. Arguments: the text.
    UnknownField,         ///< Arguments: the name, the entity.
    UnknownChildren,      ///< Arguments: the name, the entity.
    UnknownFunction,      ///< Arguments: the name.
    NotALink,             ///< A path goes on after a plain field. Arguments: the field.
    WrongArgumentCount,   ///< Arguments: the function.
    WrongType,            ///< Arguments: the kind that is wanted, the kind that is there.
    ComparedWithNull,     ///< Comparing with null never holds; is_null() asks.
    TodayNotAllowed,      ///< today() where the answer must not change by itself.
    NestedAggregate,      ///< sum, count, ... inside the condition of another one.
    CyclicField,          ///< A computed field would read itself. Arguments: the field.
    BrokenField,          ///< A computed field's own text is wrong. Arguments: the field.
};
/// What is wrong with an expression's text. A mistake of the person who wrote it, not a failure.
struct ExpressionError {
    ExpressionErrorCode code = ExpressionErrorCode::UnexpectedEnd;
    std::uint32_t position = 0;          ///< Byte of the source, from 0; its size at the end.
    std::string key;                     ///< Of the sentence: "expression.unknown_field".
    std::vector<std::string> arguments;  ///< {0}, {1} of the sentence.
};

/// One field an expression depends on, on the way or at the end of a path.
struct ExpressionDependency {
    EntityId entity = EntityId::None;
    FieldId field = FieldId::None;  ///< kFieldDeleted: the life of children.
    std::string path;               ///< From the expression's own entity: "account.owner.name".
    bool operator==(const ExpressionDependency&) const = default;
};

/// Where evaluation finds other records than the one it is given.
class ExpressionSource {
public:
    virtual ~ExpressionSource() = default;
    /// The record, in the recycle bin or not; null when it is not held here. Stays as it is until
    /// evaluate() returns.
    [[nodiscard]] virtual Result<const Record*> find_linked(EntityId entity,
                                                            const RecordId& id) = 0;
    /// The living records of `entity` whose `link` is `target`, in any order; they stay as they are
    /// until evaluate() returns.
    [[nodiscard]] virtual Result<std::vector<const Record*>> find_linking(
        EntityId entity, FieldId link, const RecordId& target) = 0;
};

/// Whether today() may be used: only where an answer may change overnight without an edit.
enum class ExpressionToday : std::uint8_t { Refused, Allowed };
struct ExpressionOptions {
    ExpressionToday today = ExpressionToday::Refused;
    /// When given, the result is of this type: numbers are brought to its scale (rounded half away
    /// from zero), anything else is WrongType.
    std::optional<ExpressionType> result;
};

/// SQL that stands where a value can: text, and the values of its parameters.
struct ExpressionSql {
    std::string text;
    std::vector<Value> parameters;
};
struct ExpressionSqlOptions {
    std::string row;          ///< SQL name of the row's table; empty: the entity's own table.
    int first_parameter = 1;  ///< The text uses ?N from here on.
    std::int64_t today = 0;   ///< Days since 1970-01-01 where the person is.
};

/// A compiled expression. Immutable, cheap to copy, may be used by several threads. The entities of
/// the registry it was compiled with must outlive it; they stay where they are when it is moved.
class Expression {
public:
    /// Compiles `source` for records of `entity`, which is one of `registry`. Never blocks.
    [[nodiscard]] static tl::expected<Expression, ExpressionError> compile(
        const Registry& registry, const EntityDef& entity, std::string_view source,
        const ExpressionOptions& options = {});

    /// What works out `field`, a derived one of `entity`. Cannot fail: the registry has checked it.
    [[nodiscard]] static Expression derived(const Registry& registry, const EntityDef& entity,
                                            const FieldDef& field);

    [[nodiscard]] const ExpressionType& type() const;
    /// Fields read, sorted by path, each once.
    [[nodiscard]] std::vector<ExpressionDependency> dependencies() const;
    /// The value over `record`, which is of the compiled entity; `today` in days since 1970-01-01.
    /// Blocks only as `source` does; fails as it does, and with LimitExceeded when sums and counts
    /// would go over more than kExpressionRecordsMax records. A field whose value is of another
    /// kind than its type counts as null.
    [[nodiscard]] Result<Value> evaluate(const Record& record, ExpressionSource& source,
                                         std::int64_t today) const;
    /// The same as SQL, for a database with register_expression_functions(). Literals are bound.
    /// Relies on columns to hold values of their fields' kinds, as Store writes them.
    [[nodiscard]] ExpressionSql to_sql(const ExpressionSqlOptions& options = {}) const;

private:
    explicit Expression(std::shared_ptr<const ExpressionTree> tree) : tree_(std::move(tree)) {}
    std::shared_ptr<const ExpressionTree> tree_;
};

/// Registers the functions that to_sql() uses. Store::open() has done it for its own database.
/// Fails with Storage.
[[nodiscard]] Status register_expression_functions(Database& db);

/// A field that is worked out, and what its expression reads.
struct ComputedField {
    EntityId entity = EntityId::None;
    FieldId field = FieldId::None;
    std::vector<ExpressionDependency> reads;
};
/// Positions in `fields` of one cycle, each reading the next and the last the first; empty when
/// there is none. By field, not by record: a total that reads its parent's total is a cycle.
[[nodiscard]] std::vector<std::size_t> find_cycle(const std::vector<ComputedField>& fields);

}  // namespace holdfast
