"""Linear and integer programs on HiGHS, set so that one machine always answers alike.

One thread, a fixed random seed, no time limit: the path of the solver then depends on
the program alone. A ``Program`` is kept and changed between solves, so that the next
solve starts from the last basis. Q. Huangfu and J. A. J. Hall, "Parallelizing the dual
revised simplex method", Mathematical Programming Computation 10 (2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Numbers = NDArray[np.float64]
INFINITE = float(highspy.kHighsInf)


@dataclass(frozen=True)
class Answer:
    """An optimal solution: value, variables, reduced costs, row duals (d value / d right-hand side)."""

    value: float
    x: Numbers
    reduced: Numbers
    duals: Numbers


class Program:
    """Maximise costs · x subject to low ≤ A x ≤ high and lower ≤ x ≤ upper."""

    def __init__(
        self,
        matrix: csr_array,
        rows: tuple[Numbers, Numbers],
        columns: tuple[Numbers, Numbers],
        *,
        integer: bool = False,
        gap: float = 0.0,
    ) -> None:
        # The plain core class: the wrapper round it prints a banner on standard output.
        self._highs = highspy._Highs()  # type: ignore[attr-defined]  # noqa: SLF001
        for name, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 1,
            "parallel": "off",
            "primal_feasibility_tolerance": 1e-9,
            "dual_feasibility_tolerance": 1e-9,
            "mip_feasibility_tolerance": 1e-7,
            "mip_rel_gap": gap,
            "mip_abs_gap": 1e-7,
            # Half the time of the small programs here went into this one heuristic.
            "mip_heuristic_run_feasibility_jump": False,
        }.items():
            self._highs.setOptionValue(name, value)
        if not integer:
            self._highs.setOptionValue("presolve", "off")
        self.integer = integer
        self.width = matrix.shape[1]
        self._all = np.arange(self.width, dtype=np.int32)
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = matrix.shape
        program.col_cost_ = np.zeros(self.width)
        program.col_lower_, program.col_upper_ = columns
        program.row_lower_, program.row_upper_ = rows
        program.sense_ = highspy.ObjSense.kMaximize
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        program.a_matrix_.index_ = matrix.indices.astype(np.int32)
        program.a_matrix_.value_ = matrix.data.astype(np.float64)
        if integer:
            program.integrality_ = [highspy.HighsVarType.kInteger] * self.width
        self._highs.passModel(program)

    def costs(self, values: Numbers) -> None:
        """Set what is maximised."""
        self._highs.changeColsCost(self.width, self._all, np.ascontiguousarray(values, dtype=np.float64))

    def bounds(self, lower: Numbers, upper: Numbers) -> None:
        """Set the bounds of all variables."""
        self._highs.changeColsBounds(self.width, self._all, lower.astype(float), upper.astype(float))

    def column(self, index: int, lower: float, upper: float) -> None:
        """Set the bounds of one variable."""
        self._highs.changeColBounds(int(index), float(lower), float(upper))

    def row(self, index: int, low: float, high: float) -> None:
        """Set the bounds of one row."""
        self._highs.changeRowBounds(index, float(low), float(high))

    def entry(self, row: int, column: int, value: float) -> None:
        """Set one coefficient."""
        self._highs.changeCoeff(int(row), int(column), float(value))

    def add_column(self, cost: float, entries: NDArray[np.int32], values: Numbers) -> None:
        """A further variable, at least 0."""
        self._highs.addCol(cost, 0.0, INFINITE, len(entries), entries, values)
        self.width += 1
        self._all = np.arange(self.width, dtype=np.int32)

    def best(self) -> Answer | None:
        """An optimal solution, or None where there is none.

        Raises:
            ArithmeticError: where the solver gives up; nothing is then known.
        """
        if not self._solved():
            return None
        found = self._highs.getSolution()
        return Answer(
            float(self._highs.getInfo().objective_function_value),
            np.array(found.col_value),
            np.array(found.col_dual),
            np.array(found.row_dual),
        )

    def point(self) -> Numbers | None:
        """The variables of ``best`` alone."""
        return np.array(self._highs.getSolution().col_value) if self._solved() else None

    def _solved(self) -> bool:
        self._highs.run()
        status = self._highs.getModelStatus()
        if status not in _KNOWN and not self.integer:
            # A stale basis can leave the simplex method without an answer: begin afresh.
            self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
        if status in _EMPTY:
            return False
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the solver stopped with {status.name}")
        return True


_EMPTY = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
_KNOWN = (highspy.HighsModelStatus.kOptimal, *_EMPTY)
