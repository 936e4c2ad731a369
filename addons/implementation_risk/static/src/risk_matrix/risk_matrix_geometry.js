/** Key of a cell: one text, so that it can be compared and kept in the state. */
export function cellKey(cell) {
    return `${cell.impact}/${cell.probability}`;
}

/**
 * Rows of the picture, top first: impact grows upward, probability rightward.
 * `levels` come lowest first, `cells` in any order.
 */
export function matrixRows(levels, cells) {
    const byKey = new Map(cells.map((cell) => [cellKey(cell), cell]));
    return [...levels].reverse().map((impact, row) => ({
        level: impact,
        cells: levels.map((probability, column) => ({
            ...byKey.get(cellKey({ impact: impact.key, probability: probability.key })),
            key: cellKey({ impact: impact.key, probability: probability.key }),
            row,
            column,
        })),
    }));
}

const STEPS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -Infinity],
    End: [0, Infinity],
};

function clamp(value, size) {
    return Math.min(Math.max(value, 0), size - 1);
}

/** Where a key leads from a place in a square of `size`; null for other keys. */
export function nextPlace({ row, column }, key, size) {
    if (!(key in STEPS)) {
        return null;
    }
    const [down, right] = STEPS[key];
    return { row: clamp(row + down, size), column: clamp(column + right, size) };
}

/** The place the keyboard enters at: the worst cell that holds a risk. */
export function entryPlace(rows) {
    const filled = rows.flatMap((row) => row.cells).filter((cell) => cell.count);
    const [worst] = filled.sort((a, b) => b.score - a.score);
    return worst ? { row: worst.row, column: worst.column } : { row: 0, column: 0 };
}

/** How many risks each tone holds, worst tone first: `[{ label, count }]`. */
export function toneTotals(cells) {
    const totals = new Map();
    for (const cell of [...cells].sort((a, b) => b.score - a.score)) {
        totals.set(cell.tone_label, (totals.get(cell.tone_label) || 0) + cell.count);
    }
    return [...totals].map(([label, count]) => ({ label, count }));
}
