import { expect, test } from "@odoo/hoot";
import {
    cellKey,
    entryPlace,
    matrixRows,
    nextPlace,
    toneTotals,
} from "@implementation_risk/risk_matrix/risk_matrix_geometry";

const LEVELS = [
    { key: "low", label: "Low" },
    { key: "high", label: "High" },
];
const CELLS = [
    { impact: "low", probability: "low", score: 4, count: 3 },
    { impact: "low", probability: "high", score: 8, count: 0 },
    { impact: "high", probability: "low", score: 8, count: 2 },
    { impact: "high", probability: "high", score: 16, count: 0 },
];

test.tags("headless");
test("impact grows upward and probability rightward", () => {
    const rows = matrixRows(LEVELS, [...CELLS].reverse());
    expect(rows.map((row) => row.level.key)).toEqual(["high", "low"]);
    expect(rows[0].cells.map((cell) => cell.key)).toEqual(["high/low", "high/high"]);
    expect(rows[1].cells.map((cell) => cell.count)).toEqual([3, 0]);
    expect(rows[1].cells[1].row).toBe(1);
    expect(rows[1].cells[1].column).toBe(1);
});

test.tags("headless");
test("a cell's key tells impact from probability", () => {
    expect(cellKey(CELLS[1])).not.toBe(cellKey(CELLS[2]));
});

test.tags("headless");
test("arrow keys move one cell and stop at the edge", () => {
    expect(nextPlace({ row: 1, column: 0 }, "ArrowUp", 2)).toEqual({
        row: 0,
        column: 0,
    });
    expect(nextPlace({ row: 0, column: 0 }, "ArrowUp", 2)).toEqual({
        row: 0,
        column: 0,
    });
    expect(nextPlace({ row: 0, column: 0 }, "ArrowRight", 2)).toEqual({
        row: 0,
        column: 1,
    });
    expect(nextPlace({ row: 0, column: 0 }, "End", 5)).toEqual({ row: 0, column: 4 });
    expect(nextPlace({ row: 3, column: 4 }, "Home", 5)).toEqual({ row: 3, column: 0 });
    expect(nextPlace({ row: 0, column: 0 }, "Enter", 2)).toBe(null);
});

test.tags("headless");
test("the keyboard enters at the worst cell with a risk", () => {
    expect(entryPlace(matrixRows(LEVELS, CELLS))).toEqual({ row: 0, column: 0 });
    expect(entryPlace(matrixRows(LEVELS, CELLS.slice(0, 2)))).toEqual({
        row: 1,
        column: 0,
    });
    const none = CELLS.map((cell) => ({ ...cell, count: 0 }));
    expect(entryPlace(matrixRows(LEVELS, none))).toEqual({ row: 0, column: 0 });
});

test.tags("headless");
test("tones are counted worst first, empty ones too", () => {
    const cells = [
        { score: 1, tone_label: "Low", count: 2 },
        { score: 25, tone_label: "Severe", count: 0 },
        { score: 2, tone_label: "Low", count: 1 },
    ];
    expect(toneTotals(cells)).toEqual([
        { label: "Severe", count: 0 },
        { label: "Low", count: 3 },
    ]);
});
