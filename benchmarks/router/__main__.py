"""The router on sets that it has not seen, and the table that it reads by.

    python -m benchmarks.router             read each set by words and a table without it
    python -m benchmarks.router --weights   the same for half and twice of each weight
    python -m benchmarks.router --write     make the table of all examples, and write it into the package

For each set the words are those of the day on which it was written (`first_reads.json`), and the table is
made of all other sets, of the sentences of `examples.txt` and of the phrases that kinds went by on that day.
Printed are kinds right by the words alone, by likeness alone and by both together, with what was refused and
should not have been, and what was taken for an element and is none.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks.router.examples import UNSEEN, examples
from benchmarks.router.held_out import Fold, Tally, by_both, by_likeness, by_words, folds, tallies
from benchmarks.router.training import lesson, table
from secondunit.elements.words import routing
from secondunit.elements.words.likeness import TABLE


def main() -> int:
    """Print what was read, or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="make the table and write it")
    parser.add_argument("--weights", action="store_true", help="try other weights of the words")
    options = parser.parse_args()
    if options.write:
        every = examples()
        written = table(lesson(every), range(len(every))).written()
        TABLE.write_bytes(written)
        print(f"{TABLE.name}: {len(written):,} bytes of {len(every):,} examples")
        return 0
    held_out = folds(UNSEEN)
    if options.weights:
        _weights(held_out)
        return 0
    for title, answer in (("words", by_words), ("likeness", by_likeness), ("together", by_both)):
        print(title)
        _print(held_out, answer)
    return 0


def _print(held_out: list[Fold], answer: Callable[[Fold, str], str]) -> None:
    total: dict[str, Tally] = {}
    for fold in held_out:
        for language, tally in tallies(fold, answer).items():
            total[language] = total.get(language, Tally()) + tally
            print(f"  {fold.name}, {language}: {tally}")
    for language, tally in total.items():
        print(f"  all, {language}: {tally}")


def _weights(held_out: list[Fold]) -> None:
    for name in ("NAMED", "SUGGESTED", "SILENT", "HINT"):
        usual = getattr(routing, name)
        for factor in (0.5, 1.0, 2.0):
            setattr(routing, name, usual * factor)
            total = Tally()
            for fold in held_out:
                for tally in tallies(fold, by_both).values():
                    total += tally
            print(f"{name} {usual * factor:g}: {total}")
        setattr(routing, name, usual)


if __name__ == "__main__":
    raise SystemExit(main())
