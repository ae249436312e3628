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
    ("records", "registry of 120 modules", ("registry.start", "browser: registry of")),
    (
        "records",
        "filtered and sorted page of 50",
        ("records.page_p95", "records.path_filter_page", "browser: filtered, sorted page"),
    ),
    (
        "records",
        "search",
        ("records.search_p95", "records.search_everywhere_p95", "browser: search"),
    ),
    ("records", "report grouped over 100 k", ("records.report", "browser: group-by report")),
    ("records", "single edit", ("records.edit_p", "browser: durable single edit")),
    ("records", "One View with ten related lists", ("records.one_view", "browser: One View")),
    ("records", "page of 50 of 1 M records", ("records.million.page", "browser: million: filt")),
    ("records", "search in 1 M records", ("records.million.search", "browser: million: sea")),
    ("records", "rows of CSV per second", ("import.csv", "browser: CSV import")),
    ("records", "memory of a dry run over 1 M rows", ("import.dry_run_1m_memory",)),
    ("records", "wasm heap with 250,000 records", ("browser: wasm heap",)),
    ("records", "bytes on disk per record, same indexes", ("sync.storage_of_plain_rows",)),
    ("records", "a save that will be sent, beside one that will not", ("sync.capture_of",)),
    ("records", "one changed row among 1 M", ("sync.one_row_of_a_million",)),
    (
        "records",
        "beside plain SQLite, same rows",
        (
            "records.page_of_plain",
            "records.search_of_plain",
            "records.report_of_plain",
            "records.edit_of_plain",
        ),
    ),
    ("sync", "first sync of 100 k records into OPFS", ("browser: first sync of",)),
    ("sync", "edit on A visible on B", ("browser: edit on A visible on B",)),
    ("sync", "2,000 offline transactions drained", ("browser: 2000 offline",)),
    ("sync", "server, full durability, 64 devices", ("server.pushes_per_second",)),
    ("sync", "one write to 1,000 connected devices", ("server.fan_out_1000",)),
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
        named = [line for line in lines if line["name"].startswith(names)]
        limited = [line for line in named if line.get("budget") is not None]
        for line in limited or named:
            yield "  " + row(line)
        if not named:
            yield f"  not measured yet: {failures.get(group, 'nothing here measures it')}"
