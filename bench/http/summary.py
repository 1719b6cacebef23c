"""Sums up what `run` has noted: medians over the rounds, and of the ratios within each round."""

import json
import sys
from statistics import median

FIGURES = {
    "rate": [("per_second", "answers a second"), ("user_us", "processor, own, us"), ("kernel_us", "processor, kernel, us")],
    "tail": [("p50_us", "p50, us"), ("p90_us", "p90, us"), ("p99_us", "p99, us"), ("p999_us", "p99.9, us")],
}
FIGURES["swap"] = FIGURES["tail"]
FIGURES["records"] = FIGURES["rate"]
# What is compared with what; the rest is waypost beside the bare handler.
PAIRS = {"records": ("waypost", "recording")}


def compare(results, scenario):
    mine = [result for result in results if result["scenario"] == scenario]
    pair = PAIRS.get(scenario, ("bare", "waypost"))
    for key, name in FIGURES[scenario]:
        base, other = ([result[key] for result in mine if result["server"] == server] for server in pair)
        ratios = sorted(ours / theirs for ours, theirs in zip(other, base))
        yield {
            "figure": name, pair[0]: median(base), pair[1]: median(other),
            "ratio": round(median(ratios), 2), "least": round(ratios[0], 2), "most": round(ratios[-1], 2),
        }


def main(path, out):
    with open(path, encoding="utf-8") as lines:
        results = [json.loads(line) for line in lines]
    summary = {}
    for scenario in FIGURES:
        if any(result["scenario"] == scenario for result in results):
            summary[scenario] = list(compare(results, scenario))
            base, other = PAIRS.get(scenario, ("bare", "waypost"))
            print(f"\n{scenario:<24}{base:>10}{other:>10}{'ratio':>8}   of the rounds")
            for row in summary[scenario]:
                print(f"{row['figure']:<24}{row[base]:>10g}{row[other]:>10g}{row['ratio']:>8}   {row['least']} to {row['most']}")
    for result in results:
        if result["scenario"] in ("swaps", "memory", "dropped"):
            print({key: value for key, value in result.items() if key != "unknown" or value})
    print(f"\nfailed: {sum(result.get('failed', 0) for result in results)}")
    if out:
        with open(out, "w", encoding="utf-8") as file:
            json.dump({"summary": summary, "results": results}, file, indent=1)


main(*sys.argv[1:])
