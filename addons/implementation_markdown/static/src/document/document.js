import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, markup, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

const ICONS = {
    error: "fa-times-circle text-danger",
    warning: "fa-exclamation-triangle text-warning",
    info: "fa-info-circle text-muted",
};

/** The rendered plan, its source, and the findings of lint beside their lines. */
export class PlanDocument extends Component {
    static template = "implementation_markdown.PlanDocument";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ tab: "rendered", view: null });
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((next) => this.load(next.record));
    }

    get tabs() {
        return ["rendered", "source", "findings"];
    }

    async load(record) {
        const version = `${record.resId} ${record.data.write_date}`;
        if (!record.resId || version === this.version) {
            return;
        }
        this.version = version;
        const view = await this.orm.call("implementation.plan", "get_document_view", [
            [record.resId],
        ]);
        const findings = groupByLine(view.findings);
        this.state.view = {
            html: markup(view.html),
            findings: view.findings,
            lines: view.text.split(/\r\n|\r|\n/).map((text, index) => ({
                number: index + 1,
                text,
                findings: findings.get(index + 1) || [],
            })),
        };
    }

    icon(finding) {
        return ICONS[finding.severity];
    }

    count(tab) {
        return tab === "findings" ? this.state.view.findings.length : "";
    }

    openRecord(finding) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: finding.model,
            res_id: finding.res_id,
            views: [[false, "form"]],
        });
    }
}

export function groupByLine(findings) {
    const lines = new Map();
    for (const finding of findings) {
        lines.set(finding.line, [...(lines.get(finding.line) || []), finding]);
    }
    return lines;
}

registry.category("view_widgets").add("implementation_plan_document", {
    component: PlanDocument,
    fieldDependencies: [{ name: "write_date", type: "datetime" }],
});
