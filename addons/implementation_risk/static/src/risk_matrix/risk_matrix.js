import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { entryPlace, matrixRows, nextPlace } from "./risk_matrix_geometry";

/** Impact by probability as a picture; every cell is a button. */
export class RiskMatrix extends Component {
    static template = "implementation_risk.RiskMatrix";
    static props = {
        levels: Array,
        cells: Array,
        selected: { type: String, optional: true },
        onSelect: Function,
    };

    setup() {
        this.table = useRef("table");
        this.focus = useState({ place: null });
    }

    get rows() {
        return matrixRows(this.props.levels, this.props.cells);
    }

    get place() {
        return this.focus.place || entryPlace(this.rows);
    }

    tabIndex(cell) {
        const { row, column } = this.place;
        return cell.row === row && cell.column === column ? 0 : -1;
    }

    describe(row, cell) {
        const probability = this.props.levels[cell.column].label;
        return _t(
            "Impact %(impact)s, probability %(probability)s: %(count)s risks, exposure %(tone)s",
            {
                impact: row.level.label,
                probability,
                count: cell.count,
                tone: cell.tone_label,
            }
        );
    }

    onFocus(cell) {
        this.focus.place = { row: cell.row, column: cell.column };
    }

    onKeydown(ev, cell) {
        const place = nextPlace(cell, ev.key, this.props.levels.length);
        if (place) {
            ev.preventDefault();
            ev.stopPropagation();
            const { row, column } = place;
            this.table.el.querySelector(`[data-place="${row}-${column}"]`).focus();
        }
    }
}
