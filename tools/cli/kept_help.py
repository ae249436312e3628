"""What verbs that become a compiled program answer to --help while it is not built. The options
are those of server_stub/src/main.cpp and tests/sim/sim_main.cpp: a test compares them."""
import dataclasses

DATA = {"--data DIR": "folder of the workspace; created when it is missing"}


@dataclasses.dataclass(frozen=True)
class Help:
    usage: str
    what: str
    options: dict


VERBS = {
    "serve": Help(
        "--data DIR [options]",
        "Serves devices, and the web app; Ctrl-C ends it.",
        {
            **DATA,
            "--listen ADDR:PORT": "127.0.0.1:8420 unless told; port 0 takes any free one",
            "--web DIR": "folder of the built web app; build/web unless told",
            "--demo": "fill an empty folder with a demo company, and let this machine enrol",
        },
    ),
    "user": Help(
        "add NAME --role ROLE --data DIR",
        "Creates a user of the workspace.",
        {"NAME": "as others see it", "--role ROLE": "for example technician", **DATA},
    ),
    "device": Help(
        "code --user NAME --data DIR",
        "Prints a one-time enrolment code for a device of a user, valid for a day.",
        {"--user NAME": "who will work on the device", **DATA},
    ),
    "sim": Help(
        "[options]",
        "Runs the sync simulator: one world for every seed.",
        {
            "--seeds N": "worlds to run, 20000 unless told; with --seed: from that seed on",
            "--seed S": "one world, with its trace",
            "--steps LIST": "with --seed: of that world only these steps, such as 3,8-10",
            "--store model|sqlite": "what the devices keep their data in",
            "--habit save-soon|keep-open|real-clients": "save what was opened, leave forms "
            "open for long, or have the product's client machine on every device",
            "--mutants": "also plant every known fault; each must be found",
        },
    ),
}


def text(verb):
    kept = VERBS[verb]
    width = max(map(len, kept.options))
    lines = [f"  {name.ljust(width)}  {meaning}" for name, meaning in kept.options.items()]
    return (
        f"usage: ./holdfast {verb} {kept.usage}\n\n{kept.what}\n\n"
        + "\n".join(lines)
        + "\n\nThe first use installs what is missing and builds the program, which takes minutes."
    )
