import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { View } from "@web/views/view";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { RiskMatrix } from "./risk_matrix";
import { toneTotals } from "./risk_matrix_geometry";

const MODEL = "implementation.risk";

/** The matrix above, the risks of the chosen cell below. */
export class RiskMatrixAction extends Component {
    static template = "implementation_risk.RiskMatrixAction";
    static components = { Layout, RiskMatrix, View };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.state = useState({
            matrix: null,
            cell: null,
            unplaced: false,
            withClosed: false,
        });
        onWillStart(async () => {
            const mayCreate = user.checkAccessRight(MODEL, "create");
            await this.load();
            this.mayCreate = await mayCreate;
        });
    }

    get planId() {
        return this.props.action.context.risk_plan_id || false;
    }

    /** "Severe 1 · Moderate 3 · Low 0", worst first. */
    get summary() {
        return toneTotals(this.state.matrix.cells)
            .map(({ label, count }) => `${label} ${count}`)
            .join(" · ");
    }

    get domain() {
        const { matrix, cell, unplaced } = this.state;
        if (unplaced) {
            return [...matrix.domain, ["score", "=", 0]];
        }
        if (!cell) {
            return matrix.domain;
        }
        return [
            ...matrix.domain,
            ["impact", "=", cell.impact],
            ["probability", "=", cell.probability],
        ];
    }

    get heading() {
        const { cell, matrix, unplaced } = this.state;
        if (unplaced) {
            return _t("Risks not rated yet");
        }
        if (!cell) {
            return _t("All risks, worst first");
        }
        const label = (key) => matrix.levels.find((level) => level.key === key).label;
        return _t("Impact %(impact)s, probability %(probability)s", {
            impact: label(cell.impact),
            probability: label(cell.probability),
        });
    }

    get viewProps() {
        const type = this.ui.isSmall ? "kanban" : "list";
        return {
            resModel: MODEL,
            type,
            views: [
                [false, type],
                [false, "search"],
            ],
            domain: this.domain,
            context: { default_plan_id: this.planId },
            orderBy: [{ name: "score", asc: false }],
            display: { controlPanel: false, searchPanel: false },
            allowSelectors: false,
            selectRecord: (resId) => this.openRisk(resId),
            useSampleModel: false,
            noContentHelp: this.state.cell
                ? _t("No risk in this cell.")
                : _t("No risk is written down yet. Add one, or import a plan."),
        };
    }

    async load() {
        this.state.matrix = await this.orm.call(MODEL, "get_matrix", [], {
            plan_id: this.planId,
            with_closed: this.state.withClosed,
        });
    }

    select(cell) {
        const same = this.state.cell && this.state.cell.key === cell.key;
        this.state.cell = same ? null : cell;
        this.state.unplaced = false;
    }

    selectUnplaced() {
        this.state.cell = null;
        this.state.unplaced = !this.state.unplaced;
    }

    showAll() {
        this.state.cell = null;
        this.state.unplaced = false;
    }

    toggleClosed() {
        this.state.withClosed = !this.state.withClosed;
        return this.load();
    }

    openRisk(resId = false) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: resId,
            views: [[false, "form"]],
            context: { default_plan_id: this.planId },
        });
    }
}

registry.category("actions").add("implementation_risk_matrix", RiskMatrixAction);
