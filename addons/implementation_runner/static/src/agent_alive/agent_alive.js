import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whether an agent was heard of lately, as a word beside a dot. */
export class AgentAlive extends Component {
    static template = "implementation_runner.AgentAlive";
    static props = { ...standardFieldProps };

    get isAlive() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return this.isAlive ? _t("Alive") : _t("Silent");
    }
}

registry.category("fields").add("implementation_agent_alive", {
    component: AgentAlive,
    displayName: _t("Alive or Silent"),
    supportedTypes: ["boolean"],
});
