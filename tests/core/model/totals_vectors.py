#!/usr/bin/env python3
"""Writes totals_vectors.json: documents and the totals that totals_reference.py finds for them.

Regenerate after a change of the cases below or of the rules in core/totals.h:
    python3 tests/core/model/totals_vectors.py
With --check nothing is written; it fails when the file is not what would be written."""
import itertools
import json
import pathlib
import sys

from totals_reference import Refused, expanded, totals_of

FILE = pathlib.Path(__file__).with_name("totals_vectors.json")
INT64_MAX, INT64_MIN = 2**63 - 1, -(2**63)


def percent(value):
    return round(value * 10_000)


def tax(rate, number=0, compound=0):
    return [number, percent(rate), compound]


def line(quantity, price, *taxes, discount=0, **more):
    """Quantity in units, price in major units; both may be given as text to be exact."""
    made = {"quantity": exact(quantity, 6), "unit_price": exact(price, 4)}
    if discount:
        made["discount"] = percent(discount)
    if taxes:
        made["taxes"] = list(taxes)
    return {**made, **more}


def raw(quantity, unit_price, *taxes, **more):
    return {"quantity": quantity, "unit_price": unit_price, "taxes": list(taxes), **more}


def exact(value, decimals):
    whole, _, fraction = str(value).partition(".")
    return int(whole + fraction.ljust(decimals, "0")[:decimals])


def document(*lines, discount=0, **more):
    made = {"lines": list(lines), **more}
    return {"discount": percent(discount), **made} if discount else made


VAT = tax(20)
STATE, CITY = tax(5, 1), tax(9.975, 2)
COMPOUND = tax(9.5, 2, 1)
PAIR = (tax(9, 1), tax(9, 2))
CHAIN = (tax(12, 1), tax(7.5, 2, 1), tax(3, 3), tax(11.25, 4, 1), tax(0.38, 5, 1), tax(2, 6, 1))
STEEP = tuple(tax(1000, number, int(number > 4)) for number in range(1, 9))
INCLUDED = {"prices": "included"}
PER_LINE = {"rounding": "line"}
YEN = {"currency_decimals": 0}

CASES = {
    "no lines at all": document(),
    "no lines, with a discount": document(discount=10),
    "a line without taxes": document(line(2, "12.50")),
    "the check of quotes: 3 x 19.99 and 1 x 5.00 at 20 %": document(
        line(3, "19.99", VAT), line(1, "5.00", VAT)
    ),
    "the check of taxes: 100 at 25 %, 50 at 6 %, 10 % off": document(
        line(1, 100, tax(25)), line(1, 50, tax(6)), discount=10
    ),
    "the check of parts: 45 minutes at 60.00 an hour": document(
        line("0.75", 60, VAT), line(1, 12, VAT, discount=100)
    ),
    "half a cent rounds up": document(line("0.5", "0.01", VAT)),
    "half a cent returned rounds down": document(line("-0.5", "0.01", VAT)),
    "just under half a cent": document(line("0.499999", "0.01", VAT)),
    "a price of 0.005": document(line(1, "0.005", VAT), line(3, "0.005", VAT)),
    "a price of 0.0049 a thousand times": document(line(1000, "0.0049", VAT)),
    "1.005 keeps its half": document(line(1, "1.005", tax(0))),
    "tax of half a cent": document(line(1, "0.10", tax(5))),
    "tax of half a cent on a return": document(line(-1, "0.10", tax(5))),
    "one rounding per tax, not per line": document(line(1, "0.03", VAT, times=7)),
    "the same with one rounding per line": document(line(1, "0.03", VAT, times=7), **PER_LINE),
    "the discount of a line is rounded with the line": document(
        line(3, "0.99", VAT, discount=33.3333)
    ),
    "everything is free by its lines": document(
        line(5, "19.99", VAT, discount=100), line(1, 3, tax(6), discount=100)
    ),
    "everything is free by the document": document(
        line(5, "19.99", VAT), line(-2, "0.35", tax(6)), discount=100
    ),
    "many equal lines, a discount that does not divide": document(
        line(1, "0.10", VAT, times=30), discount=3.5
    ),
    "three equal lines share one cent": document(line(1, "0.11", VAT, times=3), discount=3),
    "2,000 equal lines, a discount that does not divide": document(
        line("0.333333", "9.99", tax(25), times=2000), discount=12.3456
    ),
    "2,000 equal lines, prices with tax, per line": document(
        line(1, "1.99", tax(7.7), times=2000), discount=0.5, **INCLUDED, **PER_LINE
    ),
    "equal remainders go to the larger line first": document(
        line(1, "0.50", tax(6)), line(1, "1.50", VAT), discount=1
    ),
    "equal remainders of unequal lines, rounded per line": document(
        line(1, "0.50", tax(25)), line(1, "1.50", tax(25)), discount=1, **PER_LINE
    ),
    "equal lines of different taxes: the order of the taxes decides": document(
        line(1, "0.50", tax(25, 2)), line(1, "0.50", tax(6, 1)), discount=1
    ),
    "a return among sales shares the discount": document(
        line(3, "3.33", VAT), line(-1, "3.33", VAT), line(-1, "0.07", tax(6)), discount=7.5
    ),
    "sale and return cancel out, the discount too": document(
        line(1, "9.99", VAT), line(-1, "9.99", tax(6)), discount=12.5
    ),
    "a credit note": document(line(-3, "19.99", VAT), line(-1, "5.00", VAT), discount=10),
    "yen": document(line(3, 333, tax(10)), line(1, 98, tax(8)), **YEN),
    "yen, half a yen": document(line("0.5", 333, tax(10)), line(1, 15, tax(10)), **YEN),
    "yen with tax in the price": document(
        line(1, 108, tax(8)), line(2, 110, tax(10)), line(1, 99, tax(10)), **YEN, **INCLUDED
    ),
    "yen, discount, per line": document(
        line(7, 13, tax(8), times=3), discount=5, **YEN, **PER_LINE
    ),
    "three decimals: dinar": document(line("2.5", "1.2345", tax(5)), currency_decimals=3),
    "four decimals": document(line("1.5", "0.0003", tax(19)), currency_decimals=4),
    "two taxes side by side": document(line(1, "59.01", *PAIR), line(2, "0.55", *PAIR)),
    "two taxes side by side in the price": document(
        line(1, "118.01", *PAIR), line(1, "0.07", *PAIR), **INCLUDED
    ),
    "a compound tax": document(line(1, 100, STATE, COMPOUND), line(1, "0.30", STATE, COMPOUND)),
    "a compound tax per line": document(line(1, "0.30", STATE, COMPOUND, times=5), **PER_LINE),
    "a compound tax, on some lines without the plain one": document(
        line(1, "10.10", STATE, COMPOUND), line(3, "0.37", STATE), line(1, "7.77", COMPOUND)
    ),
    "a compound tax in the price": document(
        line(1, "114.98", STATE, COMPOUND), line(1, "0.99", STATE), **INCLUDED
    ),
    "a chain of compound taxes": document(
        line(3, "77.77", *CHAIN), line(1, "0.09", *CHAIN), discount=2.5
    ),
    "a chain of compound taxes in the price": document(
        line(3, "77.77", *CHAIN), line(1, "0.09", *CHAIN), discount=2.5, **INCLUDED
    ),
    "a chain of compound taxes in the price, per line": document(
        line(3, "77.77", *CHAIN), line(-1, "0.09", *CHAIN), **INCLUDED, **PER_LINE
    ),
    "compound taxes in two orders": document(
        line(1, "10.01", tax(5, 1, 1), tax(7, 2, 1)), line(1, "10.01", tax(7, 2, 1), tax(5, 1, 1))
    ),
    "20 % in the price": document(line(1, "0.99", VAT, times=3), **INCLUDED),
    "20 % in the price, per line": document(line(1, "0.99", VAT, times=3), **INCLUDED, **PER_LINE),
    "19 % in a price of 100": document(line(1, 100, tax(19)), **INCLUDED),
    "tax in the price, half a cent of tax": document(line(1, "0.11", tax(120)), **INCLUDED),
    "tax in the price, discount and several taxes": document(
        line(3, "9.99", tax(21)),
        line(2, "4.49", tax(9)),
        line(1, "0.01", tax(0)),
        line(1, 1),
        discount=12.5,
        **INCLUDED,
    ),
    "tax in the price, all of it returned": document(
        line(-3, "9.99", tax(21)), line(-2, "4.49", tax(9)), discount=12.5, **INCLUDED
    ),
    "tax in the price, free": document(line(3, "9.99", VAT), discount=100, **INCLUDED),
    "a rate with four decimals": document(
        line(1, 1000, STATE, CITY), line(1, "0.0001", tax(0.0001))
    ),
    "two taxes of one rate stay apart": document(line(1, 10, tax(6, 1)), line(1, 20, tax(6, 2))),
    "the same tax twice in a line": document(line(1, "0.25", VAT, VAT)),
    "an exempt line has a base and no tax": document(line(1, 10, tax(0, 9)), line(1, 20, VAT)),
    "an optional line counts nowhere": document(
        line(1, 10, VAT), line(1, "99.99", VAT, optional=True), line(1, 5, VAT), discount=10
    ),
    "optional lines only": document(line(1, "0.35", VAT, optional=True, times=2), discount=50),
    "Swiss cash: 0.05": document(line(1, "9.97", tax(8.1)), payable_step=5),
    "Swiss cash, a return": document(line(-1, "9.97", tax(8.1)), payable_step=5),
    "Swedish cash: whole kronor, half of one": document(
        line(1, "10.80", tax(25)), payable_step=100
    ),
    "the largest amount": document(raw(10**6, INT64_MAX), currency_decimals=4),
    "the largest amount returned": document(raw(-(10**6), INT64_MAX), currency_decimals=4),
    "the largest amount holds tax": document(
        raw(10**6, INT64_MAX, *CHAIN),
        raw(10**6, 1, *CHAIN, optional=True),
        currency_decimals=4,
        **INCLUDED,
    ),
    "the steepest taxes in the largest price": document(
        raw(10**6, INT64_MAX, *STEEP), currency_decimals=4, **INCLUDED
    ),
    "the steepest taxes": document(line(1, 1000, *STEEP)),
    "the largest factors are free": document(raw(INT64_MIN, INT64_MIN, discount=percent(100))),
    "too large by its factors": document(line(1, 1), raw(INT64_MIN, INT64_MIN)),
    "too large by one": document(raw(10**6, INT64_MIN), currency_decimals=4),
    "too large with its tax": document(
        line(1, 1, VAT), raw(10**6, INT64_MAX, VAT), currency_decimals=4
    ),
    "too large as a sum": document(raw(10**6, INT64_MAX, times=2), currency_decimals=4),
    "too large to pay": document(
        raw(10**6, INT64_MAX), currency_decimals=4, payable_step=10**6
    ),
    "too many lines": document(line(1, 1, times=2001)),
    "too many taxes": document(line(1, 1), line(1, 1, *[VAT] * 9)),
    "too many compound taxes": document(line(1, 1, *[COMPOUND] * 5)),
    "a discount above all": document(line(1, 1), line(1, 1, discount=100.0001)),
    "a negative discount of the document": document(line(1, 1), discount=-1),
    "a rate above all": document(line(1, 1, tax(1000.0001))),
    "a negative rate": document(line(1, 1, tax(-5))),
    "decimals that no currency has": document(line(1, 1), currency_decimals=5),
    "a negative step": document(line(1, 1), payable_step=-5),
}


def vector(name, case):
    try:
        totals = totals_of(case)
    except Refused as refused:
        problem, index = refused.args
        return {"name": name, "document": case, "issue": {"problem": problem, "line": index}}
    assert len(totals["lines"]) == len(expanded(case))
    runs = [[*row, len(list(run))] for row, run in itertools.groupby(totals["lines"])]
    return {"name": name, "document": case, "totals": {**totals, "lines": runs}}


def main():
    rows = ",\n".join(json.dumps(vector(*case)) for case in CASES.items())
    text = f'{{"vectors": [\n{rows}\n]}}\n'
    if "--check" not in sys.argv:
        FILE.write_text(text, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text:
        sys.exit(f"{FILE.name} is not what totals_vectors.py writes; run it without --check")


if __name__ == "__main__":
    main()
