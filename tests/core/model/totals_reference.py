"""The totals of a document with exact fractions: a second implementation of core/totals.h.

Written from the formulas in that header, not from the code behind it. A document is a dictionary
as in totals_vectors.schema.json; money is counted in minor units."""
import collections
import fractions

HUNDRED_PERCENT = 10**6
LARGEST = 2**63 - 1
LINES_MAX, TAXES_MAX, COMPOUND_MAX = 2000, 8, 4

Tax = collections.namedtuple("Tax", "id rate compound")


class Refused(Exception):
    """The document has no totals: problem and index of the line, None for the whole document."""


def half_away(value):
    whole, rest = divmod(abs(value), 1)
    size = whole + (1 if rest >= fractions.Fraction(1, 2) else 0)
    return int(size if value >= 0 else -size)


def share_out(exact, sizes, ranks):
    """Whole parts of the exact ones that add up to their rounded sum, by largest remainder."""
    parts = [int(value) for value in exact]
    missing = half_away(sum(exact)) - sum(parts)
    step = 1 if missing > 0 else -1
    claims = sorted(
        range(len(exact)),
        key=lambda each: (-step * (exact[each] - parts[each]), -abs(sizes[each]), ranks[each]),
    )
    for each in claims[: abs(missing)]:
        parts[each] += step
    return parts


class Line:
    def __init__(self, source, decimals):
        self.taxes = [Tax(*tax) for tax in source.get("taxes", [])]
        kept = 1 - fractions.Fraction(source.get("discount", 0), HUNDRED_PERCENT)
        exact = fractions.Fraction(source["quantity"], 10**6) * kept
        exact *= fractions.Fraction(source["unit_price"], 10**4) * 10**decimals
        self.amount = half_away(exact)
        self.optional = source.get("optional", False)
        self.discount = 0
        self.parts = [0] * len(self.taxes)

    @property
    def price(self):
        return self.amount - self.discount

    @property
    def tax(self):
        return sum(self.parts)

    def stage(self, slot):
        """0 for a plain tax, else its place among the compound ones."""
        before = sum(tax.compound for tax in self.taxes[:slot])
        return before + 1 if self.taxes[slot].compound else 0

    def base(self, slot, net):
        return net + (sum(self.parts[:slot]) if self.taxes[slot].compound else 0)

    def included(self, slot):
        """Share of the tax in a price that includes all taxes of the line."""
        gross, wanted = fractions.Fraction(1), None
        for index, tax in enumerate(self.taxes):
            rate = fractions.Fraction(tax.rate, HUNDRED_PERCENT)
            part = (gross if tax.compound else 1) * rate
            wanted = part if index == slot else wanted
            gross += part
        return wanted / gross


def round_together(cells, bases, shares):
    """cells: (line, slot) of one tax that is rounded once."""
    ranks = [line.taxes for line, _ in cells]
    exact = [base * share for base, share in zip(bases, shares)]
    for (line, slot), part in zip(cells, share_out(exact, bases, ranks)):
        line.parts[slot] = part


def tax_included(lines, per_line):
    groups = collections.defaultdict(list)
    for index, line in enumerate(lines):
        for slot in range(len(line.taxes)):
            groups[index if per_line else tuple(line.taxes), slot].append((line, slot))
    for cells in groups.values():
        prices = [line.price for line, _ in cells]
        round_together(cells, prices, [line.included(slot) for line, slot in cells])


def tax_excluded(lines, per_line):
    for stage in range(COMPOUND_MAX + 1):
        groups = collections.defaultdict(list)
        for index, line in enumerate(lines):
            for slot, tax in enumerate(line.taxes):
                if line.stage(slot) == stage:
                    groups[(index, slot) if per_line else tax].append((line, slot))
        for cells in groups.values():
            bases = [line.base(slot, line.price) for line, slot in cells]
            rates = [
                fractions.Fraction(line.taxes[slot].rate, HUNDRED_PERCENT) for line, slot in cells
            ]
            round_together(cells, bases, rates)


def settle(document, lines):
    discount = fractions.Fraction(document.get("discount", 0), HUNDRED_PERCENT)
    amounts = [line.amount for line in lines]
    exact = [amount * discount for amount in amounts]
    for line, part in zip(lines, share_out(exact, amounts, [line.taxes for line in lines])):
        line.discount = part
    included = document.get("prices") == "included"
    (tax_included if included else tax_excluded)(lines, document.get("rounding") == "line")
    for line in lines:
        line.net = line.price - (line.tax if included else 0)


def expanded(document):
    return [line for line in document["lines"] for _ in range(line.get("times", 1))]


def check_limits(document, lines):
    def within(value, least, most, problem, index=None):
        if not least <= value <= most:
            raise Refused(problem, index)

    within(document.get("discount", 0), 0, HUNDRED_PERCENT, "discount_out_of_range")
    within(document.get("currency_decimals", 2), 0, 4, "decimals_out_of_range")
    within(document.get("payable_step", 0), 0, 10**6, "step_out_of_range")
    within(len(lines), 0, LINES_MAX, "too_many_lines")
    for index, line in enumerate(lines):
        taxes = line.get("taxes", [])
        within(line.get("discount", 0), 0, HUNDRED_PERCENT, "discount_out_of_range", index)
        within(len(taxes), 0, TAXES_MAX, "too_many_taxes", index)
        within(sum(tax[2] for tax in taxes), 0, COMPOUND_MAX, "too_many_taxes", index)
        for tax in taxes:
            within(tax[1], 0, 10 * HUNDRED_PERCENT, "tax_rate_out_of_range", index)


def check_fit(values, index=None):
    if any(abs(value) > LARGEST for value in values):
        raise Refused("not_expressible", index)


def sum_taxes(lines):
    rows = collections.defaultdict(lambda: [0, 0])
    for line in lines:
        for slot, tax in enumerate(line.taxes):
            rows[tax][0] += line.base(slot, line.net)
            rows[tax][1] += line.parts[slot]
    return [[*tax, *rows[tax]] for tax in sorted(rows)]


def totals_of(document):
    sources = expanded(document)
    check_limits(document, sources)
    lines = [Line(source, document.get("currency_decimals", 2)) for source in sources]
    for index, line in enumerate(lines):
        check_fit([line.amount], index)
    counted = [line for line in lines if not line.optional]
    settle(document, counted)
    for line in lines:
        if line.optional:
            settle(document, [line])
    answer = [
        [line.amount, line.discount, line.net, line.tax, line.net + line.tax] for line in lines
    ]
    for index, values in enumerate(answer):
        check_fit(values, index)

    total = sum(line.net + line.tax for line in counted)
    step = max(document.get("payable_step", 0), 1)
    payable = half_away(fractions.Fraction(total, step)) * step
    totals = {
        "amount": sum(line.amount for line in counted),
        "discount": sum(line.discount for line in counted),
        "net": sum(line.net for line in counted),
        "tax": sum(line.tax for line in counted),
        "total": total,
        "rounding": payable - total,
        "payable": payable,
    }
    taxes = sum_taxes(counted)
    check_fit([*totals.values(), *(value for row in taxes for value in row[3:])])
    return {**totals, "taxes": taxes, "lines": answer}
