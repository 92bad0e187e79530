# SPDX-License-Identifier: Apache-2.0
"""The table of what was measured beside what was promised."""
import json
import statistics


class Report:
    def __init__(self):
        self.rows = []

    def add(self, what, budget, measured, unit, at_least=None, note=""):
        """One row. `at_least` says that more is better; it follows from the unit where it is not given."""
        more_is_better = unit.endswith("/s") if at_least is None else at_least
        ratio = (measured / budget if more_is_better else budget / measured) if measured else None
        is_met = measured >= budget if more_is_better else measured <= budget
        self.rows.append({"what": what, "budget": budget, "measured": round(measured, 4), "unit": unit,
                          "ratio": round(ratio, 2) if ratio else None, "met": is_met, "atLeast": more_is_better, "note": note})
        print(self._line(self.rows[-1]), flush=True)

    def failed(self, what, reason):
        self.rows.append({"what": what, "budget": None, "measured": None, "unit": "", "ratio": None, "met": False, "note": reason})
        print(f"{what:<58} NOT MEASURED: {reason}", flush=True)

    @staticmethod
    def header():
        print(f"{'what':<58} {'budget':>14} {'median':>14} {'ratio':>6}  verdict")

    @staticmethod
    def _line(row):
        sign = "≥" if row["atLeast"] else "≤"
        budget, measured = (f"{row[key]:,.{0 if abs(row[key]) >= 100 or row['unit'] == '' else 3}f} {row['unit']}" for key in ("budget", "measured"))
        note = f"  ({row['note']})" if row["note"] else ""
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
        return f"{row['what']:<58} {sign + ' ' + budget:>14} {measured:>14} {ratio:>6}  {'met' if row['met'] else 'MISSED'}{note}"

    def close(self, file=None):
        missed = [row["what"] for row in self.rows if not row["met"]]
        print("A ratio of 1 or more is within the budget.")
        print(f"{len(self.rows) - len(missed)} of {len(self.rows)} within the budget." + (f" Missed: {'; '.join(missed)}." if missed else ""))
        text = json.dumps({"met": not missed, "missed": missed, "rows": self.rows}, ensure_ascii=False)
        if file:
            with open(file, "w", encoding="utf-8") as out:
                out.write(text + "\n")
        print(text)


def median(values):
    return statistics.median(values)


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no memory of its own")
