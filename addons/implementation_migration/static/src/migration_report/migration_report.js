import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What a run found, a line each: level or rule, and what it says. */
export class MigrationReport extends Component {
    static template = "implementation_migration.MigrationReport";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("implementation_migration_report", {
    component: MigrationReport,
    displayName: _t("Report of a Migration"),
    supportedTypes: ["json"],
});
