"""The router on sets that it has not seen, and the table and the weights that it reads by.

    python -m benchmarks.router             read each set by words, table and weights without it
    python -m benchmarks.router --misses    and say what was not right, with what each was taken for
    python -m benchmarks.router --weights   print the weights of all sets but that which is kept apart
    python -m benchmarks.router --write     make the table of all examples, and write it into the package

For each set the words are those of the day on which it was written (`first_reads.json`), the table is made
of all other sets and of the sentences of `examples.txt`, and the weights of what came of the other sets in
the same way. Printed are kinds right by the words alone, by the likeness of traits and that of meanings
alone, by both, and by all together, with what was refused and should not have been, and what was taken for
an element and is none; and where somebody would be asked, how often the kind is among those named.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.router.examples import KEPT_APART, examples
from benchmarks.router.held_out import (
    Fold,
    Reader,
    Tally,
    by_both,
    by_likeness,
    by_words,
    folds,
    tallies,
)
from benchmarks.router.training import lesson, table
from secondunit.elements.words.likeness import TABLE


def main() -> int:
    """Print what was read, or the weights, or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="make the table and write it")
    parser.add_argument("--weights", action="store_true", help="print what each sign of a kind is worth")
    parser.add_argument("--misses", action="store_true", help="say what was not right")
    options = parser.parse_args()
    if options.write:
        every = examples()
        written = table(lesson(every)).written()
        TABLE.write_bytes(written)
        print(f"{TABLE.name}: {len(written):,} bytes of {len(every):,} examples")
        return 0
    every = examples(apart=True)
    given = lesson(every)
    both = folds(given)
    if options.weights:
        print(next(fold.weights for fold in both if fold.name == KEPT_APART))
        return 0
    _print("words", both, by_words)
    _print("likeness of traits", folds(given.of_traits()), by_likeness)
    _print("likeness of meanings", folds(given.of_meanings()), by_likeness)
    _print("likeness of both", both, by_likeness)
    _print("words and likeness", both, by_both)
    if options.misses:
        _print_misses(both)
    return 0


def _print(title: str, held_out: Sequence[Fold], reader: Reader) -> None:
    print(title)
    total: dict[str, Tally] = {}
    for fold in held_out:
        of_fold: dict[str, Tally] = {}
        for language, tally in tallies(fold, reader):
            of_fold[language] = of_fold.get(language, Tally()) + tally
        for language, tally in sorted(of_fold.items()):
            total[language] = total.get(language, Tally()) + tally
            print(f"  {fold.name}, {language}: {tally}")
    for language, tally in sorted(total.items()):
        print(f"  all, {language}: {tally}")


def _print_misses(held_out: Sequence[Fold]) -> None:
    for fold in held_out:
        for brief, (_, tally) in zip(fold.briefs, tallies(fold, by_both), strict=True):
            if tally.right or tally.among:
                continue
            wish = by_both(fold, brief)
            taken = (
                f"between {' and '.join(wish.between)}" if wish.between else " ".join(wish.kinds) or "none"
            )
            print(f"{brief.label['id']} {taken}, not {brief.label['kind']}: {brief.label['text']}")


if __name__ == "__main__":
    raise SystemExit(main())
