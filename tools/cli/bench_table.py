"""The budget table: which measurements stand for which budget of the design."""

# (group, what the budget is for, beginnings of the measurements that stand for it)
BUDGETS = (
    (
        "start",
        "everything a first visit downloads",
        ("first visit downloads", "browser: first visit"),
    ),
    ("start", "start to first list, offline, 100 k", ("browser: start, warm, offline, first l",)),
    ("start", "idle", ("browser: idle",)),
    ("ui", "frame in the worker, scrolling 100 k rows", ("browser: scrolling a list, frame",)),
    ("ui", "mirror on the main thread", ("browser: scrolling a list, mirror",)),
    ("records", "durable single edit in OPFS", ("browser: durable single edit",)),
    ("records", "filtered and sorted page of 50", ("browser: filtered, sorted page",)),
    ("records", "search over 100 k records", ("browser: search",)),
    ("records", "bytes on disk per record", ("records.bytes_of_plain_sqlite",)),
    ("sync", "first sync of 100 k records into OPFS", ("browser: first sync of",)),
    ("sync", "edit on A visible on B", ("browser: edit on A visible on B",)),
    ("sync", "2,000 offline transactions drained", ("browser: 2000 offline",)),
    ("sync", "server, full durability, 64 devices", ("server.pushes_per_second",)),
    ("sync", "10,000 idle devices", ("server.idle_10000_mb",)),
    ("sync", "simulator on the model", ("simulator, one core",)),
)


def verdict(line):
    """A budget of None is none; a negative one is a floor."""
    budget = line.get("budget")
    if budget is None:
        return ""
    kept = line["value"] >= -budget if budget < 0 else line["value"] <= budget
    return "ok" if kept else "MISSES"


def row(line):
    budget = line.get("budget")
    wanted = "" if budget is None else f"{'>=' if budget < 0 else '<='} {abs(budget):g}"
    measured = f"{line['name'][:58]:58} {line['value']:12.3f} {line['unit']:15}"
    return f"{measured} {wanted:>9}  {verdict(line)}".rstrip()


def budget_rows(groups, lines, failures):
    """Every budget of these groups: its measurements with a limit, or why there is none."""
    for group, what, names in BUDGETS:
        if group not in groups:
            continue
        yield what
        found = [
            line
            for line in lines
            if line["name"].startswith(names) and line.get("budget") is not None
        ]
        for line in found:
            yield "  " + row(line)
        if not found:
            yield f"  not measured yet: {failures.get(group, 'nothing here measures it')}"
